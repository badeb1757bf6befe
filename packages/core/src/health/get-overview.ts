import type { Overview } from '@message-service/shared/queues';
import type { CoreContext } from '../context.ts';
import { conversations } from '../conversations/index.ts';
import { countByHour, countDeadLetters, countUnfinished, type HourlyCount } from '../messages/index.ts';
import { getQueueStatus } from '../queues/index.ts';

const HOUR_MS = 3_600_000;

/** One entry per hour, oldest first, zero where nothing came in. */
const fillHours = (rows: HourlyCount[], now: Date) => {
  const counts = new Map(rows.map((row) => [row.hour.getTime(), row.received]));
  const current = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  return Array.from({ length: 24 }, (_, i) => {
    const hour = current - (23 - i) * HOUR_MS;
    return { hour: new Date(hour), count: counts.get(hour) ?? 0 };
  });
};

/** The figures of the console's first page. */
export const getOverview = async (ctx: CoreContext): Promise<Overview> => {
  const [unfinished, failed, hours, active] = await Promise.all([
    countUnfinished(ctx),
    countDeadLetters(ctx),
    countByHour(ctx),
    conversations(ctx).countDocuments({ status: 'active' }),
  ]);
  const { queues, dead_letter, at } = await getQueueStatus(ctx, failed);
  return {
    messages: {
      ...unfinished,
      failed,
      completed_last_24h: hours.reduce((sum, row) => sum + row.completed, 0),
      received_last_24h: hours.reduce((sum, row) => sum + row.received, 0),
    },
    received_per_hour: fillHours(hours, at),
    conversations: { active },
    queues,
    dead_letter,
    at,
  };
};
