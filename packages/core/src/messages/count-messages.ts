import type { CoreContext } from '../context.ts';
import { DEAD_LETTERS } from './list-dead-letters.ts';
import { messages } from './messages.ts';

/** Messages that ended `failed` and wait for somebody to retry them. */
export const countDeadLetters = (ctx: Pick<CoreContext, 'db'>): Promise<number> =>
  messages(ctx).countDocuments(DEAD_LETTERS);

/** Unfinished messages by progress. */
export const countUnfinished = async (
  ctx: Pick<CoreContext, 'db'>,
): Promise<{ queued: number; processing: number }> => {
  const [queued, processing] = await Promise.all([
    messages(ctx).countDocuments({ processing_status: 'queued' }),
    messages(ctx).countDocuments({ processing_status: 'processing' }),
  ]);
  return { queued, processing };
};

export type HourlyCount = { hour: Date; received: number; completed: number };

/** Users' messages of the last 24 hours by the hour they came in, and how many of them are completed. */
export const countByHour = async (ctx: Pick<CoreContext, 'db' | 'now'>): Promise<HourlyCount[]> => {
  const since = new Date(ctx.now().getTime() - 24 * 3_600_000);
  const rows = await messages(ctx)
    .aggregate<{ _id: string; received: number; completed: number }>([
      { $match: { 'timestamps.created_at': { $gte: since }, role: 'user' } },
      {
        $group: {
          // not $dateTrunc: the development engine rounds it wrongly
          _id: { $dateToString: { date: '$timestamps.created_at', format: '%Y-%m-%dT%H:00:00.000Z' } },
          received: { $sum: 1 },
          completed: { $sum: { $cond: [{ $eq: ['$processing_status', 'completed'] }, 1, 0] } },
        },
      },
      { $sort: { _id: 1 } },
    ])
    .toArray();
  return rows.map(({ _id, received, completed }) => ({ hour: new Date(_id), received, completed }));
};
