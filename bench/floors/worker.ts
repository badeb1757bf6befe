import { newId } from '@message-service/shared/ids';
import { type Job, Worker } from 'bullmq';
import { readProgramSettings } from '../src/settings.ts';
import { serveParent } from '../src/world/serve-parent.ts';
import { openEngines, QUEUE } from './open-engines.ts';

type Row = { _id: string; status?: string; text?: string };

/** Floor of processing: a bare BullMQ worker that does one fetch and two writes. */
const settings = readProgramSettings();
const { db, redis } = await openEngines(settings);
const rows = db.collection<Row>('messages');
const prompt = JSON.stringify({ model: 'bench', messages: [{ role: 'user', content: 'hello' }] });

const answer = async (job: Job<{ message_id: string }>) => {
  const { message_id } = job.data;
  const response = await fetch(`${settings.LLM_URL}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: prompt,
  });
  if (!response.ok) throw new Error(`answered ${response.status}`);
  await rows.insertOne({ _id: newId('msg'), text: await response.text() });
  await rows.updateOne({ _id: message_id }, { $set: { status: 'completed' } });
  if (settings.ANNOUNCE) await redis.publish(`${settings.REDIS_PREFIX}:progress:${message_id}`, 'response_saved');
};

const worker = new Worker(QUEUE, answer, {
  connection: redis.duplicate(),
  prefix: settings.REDIS_PREFIX,
  concurrency: settings.CONCURRENCY,
  removeOnComplete: { count: 0 },
});
worker.on('error', (error) => process.stderr.write(`${error.message}\n`));
await worker.waitUntilReady();
serveParent({});
