import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { stamp } from '../measure/stamps.ts';
import { serveParent } from '../world/serve-parent.ts';
import { EVERY_MS, FIRST_AFTER_MS, PIECES } from './stamped-reply.ts';

/**
 * A model that streams the time at which it writes each piece: sentences under `/sentences`, words under `/words`. One
 * event a piece, as OpenAI's chat completions have them.
 */
const event = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({
    id: 'stamped',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'stamped',
    choices: [{ index: 0, delta, finish_reason: finish }],
  })}\n\n`;

const server = createServer(async (request, response) => {
  const end = request.url?.startsWith('/words') ? ' ' : '. ';
  request.resume();
  await once(request, 'end');
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(event({ role: 'assistant', content: '' }));
  await sleep(FIRST_AFTER_MS);
  for (let piece = 0; piece < PIECES && !response.destroyed; piece++) {
    response.write(event({ content: `${stamp()}${end}` }));
    await sleep(EVERY_MS);
  }
  response.end(`${event({}, 'stop')}data: [DONE]\n\n`);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
serveParent({ url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` });
