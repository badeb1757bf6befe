import { z } from 'zod';
import { defineCollection } from '../mongo/index.ts';

const LogHeadDoc = z.object({
  _id: z.literal('log'),
  /** Grows with every process that takes the log over. */
  epoch: z.int(),
  /** Batches that the holder of this epoch has sealed. */
  sealed: z.int(),
  /** How many batches the holders before it had sealed. */
  ends: z.array(z.object({ epoch: z.int(), sealed: z.int() })),
  holder: z.string(),
  lease_until: z.date(),
});
export type LogHeadDoc = z.infer<typeof LogHeadDoc>;

const CheckpointDoc = z.object({
  /** `projection.<name>` */
  _id: z.string(),
  /** The last batch that the projection holds. */
  position: z.number(),
  updated_at: z.date(),
  /** While somebody rebuilds or compares it, no one else moves it. */
  held_by: z.string().optional(),
  held_until: z.date().optional(),
});
export type CheckpointDoc = z.infer<typeof CheckpointDoc>;

const definition = {
  name: 'event_checkpoints',
  schema: z.object({ _id: z.string() }),
  indexes: [],
};

/** Where the log ends: one document. */
export const logHeads = defineCollection<LogHeadDoc>(definition);
/** How far each projection has come. */
export const eventCheckpoints = defineCollection<CheckpointDoc>(definition);
