export { findMessagesBehind } from './find-messages-behind.ts';
export { findRemarkable } from './find-remarkable.ts';
export { getHourlyCosts } from './get-hourly-costs.ts';
export { getLiveWindow, getPerformance } from './get-performance.ts';
export { getTokenUsage } from './get-token-usage.ts';
export { getUserStats } from './get-user-stats.ts';
export { messageAnalytics } from './message-analytics.ts';
export { analyticsProjection } from './projection.ts';
