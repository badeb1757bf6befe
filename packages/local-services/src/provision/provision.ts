import type { Answer } from '../services/service.ts';
import { readSettings } from '../settings.ts';
import { findChromium } from './find-chromium.ts';
import { findMongo } from './find-mongo.ts';
import { findRedis } from './find-redis.ts';
import type { Log } from './stamped-folder.ts';

async function timed(
  name: string,
  find: () => Promise<{ engine: string; why: string }>,
): Promise<Answer & { name: string }> {
  const startedAt = performance.now();
  const { engine, why } = await find();
  return { name, engine, why, ms: Math.round(performance.now() - startedAt) };
}

/** Fills the cache with whatever this machine lacks, side by side. Throws LocalServicesError. */
export async function provision(
  options: { chromium?: boolean; log?: Log } = {},
): Promise<(Answer & { name: string })[]> {
  const settings = readSettings();
  const { chromium = false, log = () => undefined } = options;
  const given = async () => ({ engine: 'external', why: 'its URL is set' });
  return Promise.all([
    timed('MongoDB', () => (settings.mongodbUrl ? given() : findMongo(settings, null, log))),
    timed('Redis', () => (settings.redisUrl ? given() : findRedis(settings, log))),
    ...(chromium ? [timed('Chromium', () => findChromium({ log }))] : []),
  ]);
}
