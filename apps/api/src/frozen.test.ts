import { FROZEN_PATHS, messages, processMessageOnce } from '@message-service/core/messages';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { appRouter } from './router.ts';
import { type Api, type Call, startApi } from './testing/api.test-kit.ts';
import { arbitraryInput } from './testing/arbitrary-input.test-kit.ts';

const RUNS = 10;
const SEED = 7;
const me = makeIdentity('user', 'moderator', 'admin', 'auditor', 'service');
let api: Api;
const ids: string[] = [];

beforeAll(async () => {
  api = await startApi({ MAX_STREAMS_PER_USER: '1000' });
  const { ctx } = api.t;
  const { conversation_id } = await makeConversation(ctx, me);
  const states = ['completed', 'queued', 'failed', 'processing', 'cancelled'] as const;
  for (const processing_status of states) {
    const { message_id } = await makeMessage(ctx, me, conversation_id, `text of ${processing_status}`);
    const worker = { id: 'w', stopping: new AbortController().signal };
    if (processing_status === 'completed') await processMessageOnce(ctx, message_id, worker);
    else await messages(ctx).updateOne({ _id: message_id }, { $set: { processing_status } });
    ids.push(message_id);
  }
  const reply = await messages(ctx).findOne({ conversation_id, role: 'assistant' });
  ids.push(reply?._id ?? '');
});
afterAll(() => api.close());

const at = (root: unknown, path: string): unknown =>
  path.split('.').reduce((value: unknown, key) => Reflect.get(Object(value), key), root);
const readFrozen = async () => {
  const docs = await messages(api.t.ctx)
    .find({ _id: { $in: ids } })
    .sort({ _id: 1 })
    .toArray();
  return docs.map((doc) => FROZEN_PATHS.map((path) => at(doc, path)));
};

type Procedure = { _def: { type: 'query' | 'mutation' | 'subscription'; inputs: unknown[] } };
const procedures = Object.entries(Object(appRouter._def.procedures) as Record<string, Procedure>).filter(
  ([, { _def }]) => _def.type !== 'subscription',
);

const toCall = (type: Procedure['_def']['type'], path: string, input: unknown): Call => {
  if (type === 'mutation') return { method: 'POST', path: `/trpc/${path}`, body: { json: input } };
  return { path: `/trpc/${path}?input=${encodeURIComponent(JSON.stringify({ json: input }))}` };
};

test('whatever procedure is called with whatever input, frozen fields stay as they were accepted', async () => {
  const before = await readFrozen();
  expect(before).toHaveLength(6);
  expect(before.flat()).not.toContain(undefined);
  const answers = new Map<string, number>();
  for (const [path, { _def }] of procedures) {
    const [schema] = _def.inputs.filter((input) => input instanceof z.ZodType);
    for (const [i, msg] of ids.entries()) {
      const known = { conv: String(before[0]?.[FROZEN_PATHS.indexOf('conversation_id')]), msg, char: 'char_luna00001' };
      const inputs = schema ? fc.sample(arbitraryInput(schema, known), { numRuns: RUNS, seed: SEED + i }) : [undefined];
      for (const input of inputs) {
        const { status, text } = await api.send({ ...toCall(_def.type, path, input), as: me });
        expect(status, `${path} ${JSON.stringify(input)} ${text}`).toBeLessThan(500);
        if (status < 300) answers.set(path, (answers.get(path) ?? 0) + 1);
      }
    }
    expect(await readFrozen(), path).toEqual(before);
  }
  for (const verb of ['archive', 'restore', 'patchMetadata', 'cancel']) {
    expect(answers.get(`messages.${verb}`), verb).toBeGreaterThan(0);
  }
  expect(answers.get('queues.retryMessage')).toBeGreaterThan(0);
}, 300_000);
