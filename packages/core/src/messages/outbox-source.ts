import type { OutboxSource } from '../events/index.ts';
import { messages } from './messages.ts';

/** The events of messages, on their way into the log. */
export const outboxSource: OutboxSource = {
  async findPending(ctx, limit) {
    const docs = await messages(ctx)
      .find(
        { outbox_since: { $exists: true } },
        { projection: { conversation_id: 1, user_id: 1, character_id: 1, role: 1, outbox: 1, events_published: 1 } },
      )
      .sort({ outbox_since: 1 })
      .limit(limit)
      .toArray();
    return docs.map(({ _id, conversation_id, user_id, character_id, role, outbox = [], events_published = 0 }) => ({
      stream_id: _id,
      conversation_id,
      user_id,
      character_id,
      role,
      published: events_published,
      entries: outbox,
    }));
  },

  async acknowledge(ctx, streams) {
    await messages(ctx).bulkWrite(
      streams.map(({ stream_id, conversation_id, published, entries }) => ({
        updateOne: {
          filter: {
            _id: stream_id,
            conversation_id,
            events_published: published === 0 ? { $not: { $gt: 0 } } : published,
            outbox: { $size: entries.length },
          },
          update: {
            $set: { events_published: published + entries.length },
            $unset: { outbox: '', outbox_since: '' },
          },
        },
      })),
      { ordered: false },
    );
  },

  async findOldest(ctx) {
    const oldest = await messages(ctx).findOne(
      { outbox_since: { $exists: true } },
      { sort: { outbox_since: 1 }, projection: { outbox_since: 1 } },
    );
    return oldest?.outbox_since ?? null;
  },
};
