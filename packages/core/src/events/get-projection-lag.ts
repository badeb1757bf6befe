import type { CoreContext } from '../context.ts';
import { endOf, findLogHead } from './log-head.ts';
import { messageEvents } from './message-events.ts';
import type { Projection } from './projection.ts';
import type { OutboxSource } from './relay-events.ts';
import { getCheckpoint } from './run-projection.ts';

/** How old the oldest event is that a projection does not hold yet, in seconds; 0 when it holds all. */
export const getProjectionLag = async (
  ctx: Pick<CoreContext, 'db' | 'now'>,
  projection: Projection,
  source: OutboxSource,
): Promise<number> => {
  const [head, { position }, waiting] = await Promise.all([
    findLogHead(ctx),
    getCheckpoint(ctx, projection.name),
    source.findOldest(ctx),
  ]);
  const behind = head !== null && position < endOf(head);
  const next = behind
    ? await messageEvents(ctx).findOne(
        { batch: { $gt: position } },
        { sort: { batch: 1, _id: 1 }, projection: { at: 1 } },
      )
    : null;
  const times = [waiting, next?.at].flatMap((date) => date?.getTime() ?? []);
  return times.length === 0 ? 0 : Math.max(0, (ctx.now().getTime() - Math.min(...times)) / 1_000);
};
