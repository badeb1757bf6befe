import { createTestContext, type TestContext } from '@message-service/testing/context';
import { makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { updateConversation } from '../conversations/index.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext({ LMSTUDIO_BASE_URL: 'http://127.0.0.1:9', ANTHROPIC_API_KEY: 'k' });
});
afterAll(() => t.close());

test('a conversation and a message are refused settings that their model refuses, together too', async () => {
  const me = makeIdentity();
  const refused = (path: string) => ({ code: 'VALIDATION_FAILED', details: { errors: [{ path }] } });
  const tooHot = { provider: 'anthropic' as const, temperature: 1.5 };
  await expect(makeConversation(t.ctx, me, { settings: tooHot })).rejects.toMatchObject(
    refused('settings.temperature'),
  );
  const { conversation_id } = await makeConversation(t.ctx, me, { settings: { provider: 'anthropic' } });
  const change = (temperature: number) => updateConversation(t.ctx, me, { conversation_id, settings: { temperature } });
  await expect(change(1.5)).rejects.toMatchObject(refused('settings.temperature'));
  await change(0.5);
  const send = (llm: object) => makeMessage(t.ctx, me, conversation_id, 'hello', { llm });
  await expect(send({ temperature: 1.5 })).rejects.toMatchObject(refused('llm.temperature'));
  await expect(send({ top_p: 0.5 })).rejects.toMatchObject(refused('llm.top_p'));
  await expect(send({ failover: ['llm-service'] })).rejects.toMatchObject(refused('llm.failover'));
  await send({ provider: 'lmstudio', temperature: 0.5, top_p: 0.5 });
});
