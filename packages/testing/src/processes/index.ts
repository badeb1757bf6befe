export { type AppName, type Apps, buildApps, builtApps, removeApps } from './build-apps.ts';
export { freePort } from './free-port.ts';
export { type Exit, findRunning, type RunningProcess, startProcess } from './start-process.ts';
export { type Api, startWorld, type World, type WorldOptions } from './start-world.ts';
export { type CrashMoment, type StoreProxy, type StoreWrite, startStoreProxy } from './store-proxy.ts';
export { signToken } from './token.ts';
