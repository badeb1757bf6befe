import Fastify from 'fastify';
import { readProgramSettings } from '../src/settings.ts';
import { openEngines } from './open-engines.ts';
import { serve } from './serve.ts';

type Range = { from: string; to: string };
type Row = {
  scope: string;
  aggregation_type: string;
  date: Date;
  token_metrics?: { replies?: number; total_tokens?: number; cost_nanos?: number };
};

const MOST_ROWS = 400;

/** Floor of a report: bare Fastify, one find of the summaries of a range, and their sum. */
const { db } = await openEngines(readProgramSettings());
const rows = db.collection<Row>('message_analytics');
const app = Fastify();

app.get<{ Querystring: Range }>('/usage', async ({ query: { from, to } }) => {
  const found = await rows
    .find(
      { scope: 'global', aggregation_type: 'daily_summary', date: { $gte: new Date(from), $lt: new Date(to) } },
      { projection: { _id: 0, token_metrics: 1 } },
    )
    .limit(MOST_ROWS)
    .toArray();
  const sums = { rows: found.length, messages: 0, total_tokens: 0, cost_nanos: 0 };
  for (const { token_metrics } of found) {
    sums.messages += token_metrics?.replies ?? 0;
    sums.total_tokens += token_metrics?.total_tokens ?? 0;
    sums.cost_nanos += token_metrics?.cost_nanos ?? 0;
  }
  return sums;
});
await serve(app);
