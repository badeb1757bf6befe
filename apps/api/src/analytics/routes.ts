import {
  findMessagesBehind,
  getLiveWindow,
  getPerformance,
  getUserStats,
  readTokenUsage,
} from '@message-service/core/analytics';
import {
  LiveWindow,
  MessagesBehind,
  MessagesBehindInput,
  Performance,
  PerformanceInput,
  TokenUsageInput,
  TokenUsageReport,
  UserStats,
  UserStatsInput,
} from '@message-service/shared/analytics';
import { z } from 'zod';
import { defineRoute } from '../http/define-route.ts';
import { OPERATORS } from '../policy.ts';

const tag = 'Analytics';

export const analyticsRoutes = [
  defineRoute({
    method: 'GET',
    path: '/analytics/token-usage',
    summary: 'Tokens and cost of a range of days, by day, user, model, provider or conversation',
    tag,
    policy: OPERATORS,
    input: TokenUsageInput,
    output: TokenUsageReport,
    status: 200,
    handle: ({ core, identity }, input) => readTokenUsage(core, identity, input),
  }),
  defineRoute({
    method: 'GET',
    path: '/analytics/performance',
    summary: 'Latency, errors and throughput of a range, by provider and worker',
    tag,
    policy: OPERATORS,
    input: PerformanceInput,
    output: Performance,
    status: 200,
    handle: ({ core }, input) => getPerformance(core, input),
  }),
  defineRoute({
    method: 'GET',
    path: '/analytics/window',
    summary: 'The last five minutes',
    tag,
    policy: OPERATORS,
    input: z.strictObject({}),
    output: LiveWindow,
    status: 200,
    handle: ({ core }) => getLiveWindow(core),
  }),
  defineRoute({
    method: 'GET',
    path: '/analytics/messages',
    summary: 'The newest messages behind a figure, without their text',
    tag,
    policy: OPERATORS,
    input: MessagesBehindInput,
    output: MessagesBehind,
    status: 200,
    handle: ({ core, identity }, input) => findMessagesBehind(core, identity, input),
  }),
  defineRoute({
    method: 'GET',
    path: '/users/{user_id}/message-stats',
    summary: 'What a user has sent and used',
    tag,
    policy: 'signed-in',
    input: UserStatsInput,
    output: UserStats,
    status: 200,
    handle: ({ core, identity }, input) => getUserStats(core, identity, input),
  }),
];
