import { newId } from '@message-service/shared/ids';
import Fastify from 'fastify';
import { readProgramSettings } from '../src/settings.ts';
import { openEngines } from './open-engines.ts';
import { serve } from './serve.ts';

type Body = { conversation_id: string };
type Row = Body & { _id: string; created_at: Date };

/** Floor of accepting: bare Fastify, one insertOne, one queue.add. Nobody is asked who they are, nothing is checked. */
const { db, queue } = await openEngines(readProgramSettings());
const rows = db.collection<Row>('messages');
const app = Fastify();
let sequence_number = 0;

app.post<{ Body: Body }>('/messages', async ({ body }, reply) => {
  const message_id = newId('msg');
  await rows.insertOne({ ...body, _id: message_id, created_at: new Date() });
  await queue.add('process', { message_id });
  return reply.status(202).send({
    message_id,
    conversation_id: body.conversation_id,
    sequence_number: ++sequence_number,
    processing_status: 'queued',
    status_url: `/messages/${message_id}`,
    warnings: [],
  });
});
await serve(app);
