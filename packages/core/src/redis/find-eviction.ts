import type { Redis } from 'ioredis';
import { isRedisAway } from './is-redis-away.ts';

/**
 * The policy by which a Redis throws keys away when its memory is full, which would lose jobs and locks without a word;
 * null when it keeps them, and while it is away.
 */
export const findEviction = async (redis: Redis): Promise<string | null> => {
  try {
    const policy = /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory'))?.[1] ?? 'noeviction';
    return policy === 'noeviction' ? null : policy;
  } catch (error) {
    if (isRedisAway(error)) return null;
    throw error;
  }
};
