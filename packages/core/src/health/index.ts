export { getHealth, isReady } from './get-health.ts';
export { getOverview } from './get-overview.ts';
