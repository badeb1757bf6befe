export { type SeededData, seedDemoData } from './seed-demo-data.ts';
export { makeTraffic, type SeededTraffic, seedTraffic } from './seed-traffic.ts';
export type { TrafficPlan } from './traffic/make-scripts.ts';
