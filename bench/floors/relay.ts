import Fastify from 'fastify';
import { readProgramSettings } from '../src/settings.ts';
import { serve } from './serve.ts';

/** Floor of streaming: bare Fastify that passes on what the model writes, byte by byte. */
const { LLM_URL } = readProgramSettings();
const app = Fastify();
const body = JSON.stringify({ model: 'stamped', stream: true, messages: [{ role: 'user', content: 'hello' }] });

app.post<{ Params: { kind: string } }>('/:kind', async ({ params }, reply) => {
  const answer = await fetch(`${LLM_URL}/${params.kind}/v1/chat/completions`, { method: 'POST', body });
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
  for await (const bytes of answer.body ?? []) reply.raw.write(bytes);
  reply.raw.end();
});
await serve(app);
