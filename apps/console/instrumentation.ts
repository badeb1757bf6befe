import { trustedProxies } from './settings';

/** Next calls this once, before it answers anything. It also bundles it for its edge runtime, which has no sockets. */
export const register = async () => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { overwriteForwardedFor } = await import('./client-address');
  overwriteForwardedFor(trustedProxies);
};
