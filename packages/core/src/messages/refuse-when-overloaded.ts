import { DomainError } from '@message-service/shared/errors';
import type { CoreContext } from '../context.ts';
import { messages } from './messages.ts';

type Reading = { count: number; at: number; refreshing: boolean };

const FRESH_MS = 1_000;
const RETRY_SECONDS = 10;
const readings = new WeakMap<object, Reading>();

const refresh = async (ctx: CoreContext, reading: Reading, most: number) => {
  reading.refreshing = true;
  try {
    reading.count = await messages(ctx).countDocuments({ processing_status: 'queued' }, { limit: most + 1 });
    reading.at = performance.now();
  } catch (error) {
    ctx.log.debug({ error }, 'backlog not counted');
  } finally {
    reading.refreshing = false;
  }
};

/**
 * Refuses at once when too many accepted messages wait already. The count is at most about a second old and is read
 * beside the requests, so that a refusal costs nothing.
 * @throws DomainError UNAVAILABLE
 */
export const refuseWhenOverloaded = (ctx: CoreContext): void => {
  const most = ctx.settings.MAX_QUEUED_MESSAGES;
  const reading = readings.get(ctx.db) ?? { count: 0, at: Number.NEGATIVE_INFINITY, refreshing: false };
  readings.set(ctx.db, reading);
  if (!reading.refreshing && performance.now() - reading.at > FRESH_MS) void refresh(ctx, reading, most);
  if (reading.count <= most) return;
  throw new DomainError('UNAVAILABLE', `More than ${most} messages wait to be processed. Try again later.`, {
    retryAfterSeconds: RETRY_SECONDS,
  });
};
