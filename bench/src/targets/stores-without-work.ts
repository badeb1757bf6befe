import { newId } from '@message-service/shared/ids';
import type { Redis } from 'ioredis';
import type { Db } from 'mongodb';

type Document = Record<string, unknown>;

const PLENTY = 1_000_000;

/**
 * Stores that agree to everything at once and keep nothing but counts: what is left is the api's own work, from the
 * bytes of a request to those of the answer. Every conversation is there and belongs to whoever asks.
 */
export const createStoresWithoutWork = () => {
  const counts = { stored: 0, queued: 0 };
  let sequence = 0;
  const acknowledged = async () => ({ acknowledged: true, matchedCount: 1, modifiedCount: 1 });
  const collection = () => ({
    findOne: async () => null,
    countDocuments: async () => 0,
    updateOne: acknowledged,
    insertMany: async (docs: readonly unknown[]) => {
      counts.stored += docs.length;
      return acknowledged();
    },
    findOneAndUpdate: async (filter: Document) => {
      const now = new Date();
      return {
        _id: filter._id,
        conversation_id: filter._id,
        user_id: filter.user_id,
        character_id: newId('char'),
        title: 'bench',
        tags: [],
        status: 'active',
        settings: {},
        message_count: 2,
        last_sequence: ++sequence,
        created_at: now,
        updated_at: now,
        last_activity_at: now,
      };
    },
  });
  const pipeline = () => {
    const answers: [null, null][] = [];
    const answer = () => {
      answers.push([null, null]);
      return commands;
    };
    const commands = { set: answer, publish: answer, exec: async () => answers };
    return commands;
  };
  const redis = {
    status: 'ready',
    pipeline,
    msTakeSlot: async () => [1, 1, PLENTY, PLENTY - 1, 60_000],
    zrem: async () => 1,
  };
  const queue = {
    add: async () => {
      counts.queued++;
      return {};
    },
  };
  return {
    counts,
    db: { collection } as unknown as Db,
    redis: redis as unknown as Redis,
    queues: { get: () => queue, all: () => [], isReady: () => true, untilReady: async () => undefined },
  };
};
