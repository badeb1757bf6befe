import Fastify from 'fastify';
import { readProgramSettings } from '../src/settings.ts';
import { openEngines } from './open-engines.ts';
import { serve } from './serve.ts';

type Range = { conversation_id: string; from: string; to: string; limit: string };
type Row = { conversation_id: string; sequence_number: number };

/** Floor of a page: bare Fastify and one bounded find over the same documents and the same index. */
const { db } = await openEngines(readProgramSettings());
const rows = db.collection<Row>('messages');
const app = Fastify();

app.get<{ Querystring: Range }>('/page', ({ query: { conversation_id, from, to, limit } }) =>
  rows
    .find({ conversation_id, sequence_number: { $gte: Number(from), $lte: Number(to) } })
    .sort({ sequence_number: -1 })
    .limit(Number(limit))
    .toArray(),
);
await serve(app);
