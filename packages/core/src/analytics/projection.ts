import { defineProjection, type MessageEventDoc, type ProjectionChange } from '../events/index.ts';
import { type Figures, figuresOf } from './figures-of.ts';
import { type MessageAnalyticsDoc, messageAnalytics } from './message-analytics.ts';
import { expiryOf, Period, startOf } from './periods.ts';

type Place = Pick<MessageAnalyticsDoc, 'scope' | 'user_id' | 'conversation_id' | 'worker_id'>;

const SUMMARIES: readonly Period[] = ['day', 'week', 'month'];

/** Every row that an event is counted in: whose, and of which period. */
const placesOf = (event: MessageEventDoc, { worker_id }: Figures): [Place, readonly Period[]][] => [
  [{ scope: 'global' }, ['minute', 'hour', ...SUMMARIES]],
  [{ scope: 'user', user_id: event.user_id }, SUMMARIES],
  [{ scope: 'conversation', conversation_id: event.conversation_id, user_id: event.user_id }, SUMMARIES],
  ...(worker_id === undefined ? [] : [[{ scope: 'worker', worker_id }, ['hour']] as [Place, readonly Period[]]]),
];

type Row = ProjectionChange & Required<Pick<ProjectionChange, 'inc' | 'min' | 'max'>>;

const rowOf = (place: Place, period: Period, { at, provider, model }: Figures): Row => {
  const date = startOf(period, at);
  const subject = place.conversation_id ?? place.user_id ?? place.worker_id ?? '';
  const by = { ...(provider === undefined ? {} : { provider }), ...(model === undefined ? {} : { model }) };
  return {
    _id: [Period[period].name, date.toISOString(), place.scope, subject, provider ?? '', model ?? ''].join('|'),
    setOnInsert: {
      aggregation_type: Period[period].name,
      date,
      ...place,
      ...by,
      expires_at: expiryOf(period, date),
    },
    inc: {},
    min: {},
    max: {},
  };
};

const merge = (row: Row, { inc, min, max }: Figures) => {
  for (const [path, by] of Object.entries(inc)) row.inc[path] = (row.inc[path] ?? 0) + by;
  for (const [path, value] of Object.entries(min)) row.min[path] = Math.min(row.min[path] ?? value, value);
  for (const [path, value] of Object.entries(max)) row.max[path] = Math.max(row.max[path] ?? value, value);
};

/** `message_analytics`, from what happened to messages. */
export const analyticsProjection = defineProjection({
  name: 'analytics',
  collection: messageAnalytics.definition,
  project(events) {
    const rows = new Map<string, Row>();
    for (const event of events) {
      const figures = figuresOf(event);
      if (!figures) continue;
      for (const [place, periods] of placesOf(event, figures)) {
        for (const period of periods) {
          const made = rowOf(place, period, figures);
          const row = rows.get(made._id) ?? made;
          rows.set(row._id, row);
          merge(row, figures);
        }
      }
    }
    return [...rows.values()];
  },
});
