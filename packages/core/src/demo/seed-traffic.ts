import { randomUUID } from 'node:crypto';
import { DomainError } from '@message-service/shared/errors';
import type { CoreContext } from '../context.ts';
import { conversations } from '../conversations/index.ts';
import { appendBatch, leaveLog, type PendingStream, type Projection, runProjection } from '../events/index.ts';
import { getEmbeddedCharacter } from '../external/index.ts';
import { type MessageDoc, messages, withPastEvents } from '../messages/index.ts';
import { findDuplicates } from '../mongo/index.ts';
import { allProjections } from '../projections.ts';
import { type Played, playScript } from './play-script.ts';
import { makeScripts, type TrafficPlan } from './traffic/make-scripts.ts';

export type SeededTraffic = { conversations: number; messages: number; already: number };

/** Below what a projection reads at once, so that no batch is read twice. */
const EVENTS_PER_BATCH = 1_900;
const MESSAGES_PER_INSERT = 400;

type Part = { played: Played[]; docs: MessageDoc[]; streams: PendingStream[] };

/** The document as it is stored once its events are in the log, and the events. */
const publish = (doc: MessageDoc): { doc: MessageDoc; stream: PendingStream } => {
  const { outbox = [], outbox_since, ...kept } = withPastEvents(doc);
  const { _id, conversation_id, user_id, character_id, role } = doc;
  return {
    doc: { ...kept, events_published: outbox.length },
    stream: { stream_id: _id, conversation_id, user_id, character_id, role, published: 0, entries: outbox },
  };
};

/** The conversations of a plan with their messages, in the order of their days. */
export function* makeTraffic(plan: TrafficPlan): Generator<Played> {
  for (const script of makeScripts(plan))
    yield playScript(script, getEmbeddedCharacter(script.character_id), plan.until);
}

/** Whole conversations, as many as go into one batch of the log. */
function* makeParts(plan: TrafficPlan): Generator<Part> {
  const empty = (): Part => ({ played: [], docs: [], streams: [] });
  let [part, events] = [empty(), 0];
  for (const one of makeTraffic(plan)) {
    const published = one.messages.map(publish);
    const more = published.reduce((sum, { stream }) => sum + stream.entries.length, 0);
    if (events + more > EVENTS_PER_BATCH && events > 0) {
      yield part;
      [part, events] = [empty(), 0];
    }
    part.played.push(one);
    part.docs.push(...published.map(({ doc }) => doc));
    part.streams.push(...published.map(({ stream }) => stream));
    events += more;
  }
  if (events > 0) yield part;
}

const insertNew = async (write: Promise<unknown>) => {
  try {
    await write;
  } catch (error) {
    if (!findDuplicates(error)) throw error;
  }
};

/** Their many indexes make the messages the slowest part: by several connections. */
const store = (ctx: Pick<CoreContext, 'db'>, { played, docs }: Part) =>
  Promise.all([
    ...Array.from({ length: Math.ceil(docs.length / MESSAGES_PER_INSERT) }, (_, index) => {
      const from = index * MESSAGES_PER_INSERT;
      const some = docs.slice(from, from + MESSAGES_PER_INSERT);
      return insertNew(messages(ctx).insertMany(some, { ordered: false }));
    }),
    insertNew(
      conversations(ctx).insertMany(
        played.map(({ conversation }) => conversation),
        { ordered: false },
      ),
    ),
  ]);

/** @throws DomainError CONFLICT when this seed has been laid with another number, end or length */
const demandSamePlan = async (ctx: Pick<CoreContext, 'db'>, plan: TrafficPlan) => {
  const [first] = makeTraffic(plan);
  const should = first?.conversation;
  const is = should && (await conversations(ctx).findOne({ _id: should._id }));
  if (!is || (is.created_at.getTime() === should.created_at.getTime() && is.user_id === should.user_id)) return;
  throw new DomainError(
    'CONFLICT',
    `Seed ${plan.seed} is there already, with another number of messages or other days.`,
  );
};

/**
 * Stores made-up traffic of many users and months: messages, their conversations, their events in the log, and what the
 * projections, all unless some are named, make of them. A run that was cut short is made good by the same one again. Workers go on meanwhile, but
 * the log, and with it the figures of real traffic, waits.
 * @throws DomainError CONFLICT when the seed is there with another plan
 */
export const seedTraffic = async (
  ctx: Pick<CoreContext, 'db' | 'now'>,
  plan: TrafficPlan,
  {
    onProgress = () => undefined,
    projections = allProjections,
  }: { onProgress?(messages: number): void; projections?: readonly Projection[] } = {},
): Promise<SeededTraffic> => {
  await demandSamePlan(ctx, plan);
  const holder = `seed-${randomUUID()}`;
  const seeded: SeededTraffic = { conversations: 0, messages: 0, already: 0 };
  let projected: Promise<unknown> = Promise.resolve();
  try {
    for (const part of makeParts(plan)) {
      const { head, appended } = await appendBatch(ctx, holder, part.streams, () => store(ctx, part));
      // while the next part is written
      await projected;
      projected = Promise.all(projections.map((projection) => runProjection(ctx, projection, head)));
      projected.catch(() => undefined);
      seeded.conversations += part.played.length;
      seeded.messages += part.docs.length;
      if (!appended) seeded.already += part.docs.length;
      onProgress(seeded.messages);
    }
    await projected;
    return seeded;
  } finally {
    await projected.catch(() => undefined);
    await leaveLog(ctx, holder);
  }
};
