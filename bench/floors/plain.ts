import { newId } from '@message-service/shared/ids';
import Fastify from 'fastify';
import { serve } from './serve.ts';

/** Floor of the api layer: bare Fastify that answers as many bytes. */
const app = Fastify();
let sequence_number = 0;

app.get('/health/live', async () => ({ status: 'alive' }));
app.post<{ Body: { conversation_id: string } }>('/messages', async ({ body }, reply) => {
  const message_id = newId('msg');
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
