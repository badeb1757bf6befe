import { Alert } from '@message-service/shared/alerts';
import { z } from 'zod';
import { defineCollection } from '../mongo/index.ts';

/** `_id` repeats `alert_id`. `open` is there, and true, until the alert is resolved. */
export const AlertDoc = Alert.extend({
  _id: z.string(),
  open: z.literal(true).optional(),
  /** Counts the changes, so that of two at once one wins. */
  revision: z.int(),
  /** Readings in a row that were within the threshold. */
  calm: z.int(),
});
export type AlertDoc = z.infer<typeof AlertDoc>;

export const alerts = defineCollection<AlertDoc>({
  name: 'alerts',
  schema: AlertDoc,
  indexes: [
    {
      name: 'idx_open_subject',
      key: { rule: 1, subject: 1, open: 1 },
      options: { unique: true, partialFilterExpression: { open: { $exists: true } } },
      serves: 'the open alert of a rule and its subject; at most one',
      example: { filter: { rule: 'queue_long', open: true } },
    },
    {
      name: 'idx_fired',
      key: { fired_at: -1, _id: -1 },
      serves: 'alerts, newest first',
      example: { filter: { fired_at: { $lt: new Date(0) } }, sort: { fired_at: -1, _id: -1 } },
    },
    {
      name: 'idx_resolved_ttl',
      key: { resolved_at: 1 },
      options: { expireAfterSeconds: 90 * 86_400 },
      serves: 'removal of resolved alerts after 90 days',
      example: { filter: { resolved_at: { $lt: new Date(0) } } },
    },
  ],
});

const MOST_STEPS = 50;
const MOST_MESSAGES = 20;

/** The part of an update that adds to the history of an alert. */
export const pushSteps = (...steps: AlertDoc['history']) => ({ history: { $each: steps, $slice: -MOST_STEPS } });

/** The newest of the messages that show an alert, without repetition. */
export const mergeMessageIds = (known: readonly string[], found: readonly string[]): string[] =>
  [...new Set([...known, ...found])].slice(-MOST_MESSAGES);
