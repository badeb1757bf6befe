import type { LimitState } from '@message-service/core/limits';
import type { FastifyReply } from 'fastify';

/** Says which limit binds most, what is left of it and in how many seconds there is more. */
export const setRateLimitHeaders = (reply: FastifyReply, { limit, remaining, reset_seconds }: LimitState): void => {
  reply.headers({
    'ratelimit-limit': limit,
    'ratelimit-remaining': Math.max(0, remaining),
    'ratelimit-reset': reset_seconds,
  });
};
