export { findMessagesBehind } from './find-messages-behind.ts';
export { getLiveWindow, getPerformance } from './get-performance.ts';
export { getTokenUsage } from './get-token-usage.ts';
export { getUserStats } from './get-user-stats.ts';
export { messageAnalytics } from './message-analytics.ts';
export { analyticsProjection } from './projection.ts';
