import { overwriteForwardedFor } from './client-address';
import { trustedProxies } from './settings';

/** Next calls this once, before it answers anything. */
export const register = () => overwriteForwardedFor(trustedProxies);
