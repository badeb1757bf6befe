import type { ProgressEvent } from '@message-service/shared/messages';
import { expect, test } from 'vitest';
import { reduceReply, waiting } from './reply-stream';

const play = (events: ProgressEvent[]) => events.reduce(reduceReply, waiting);
const token = (index: number, text: string): ProgressEvent => ({ type: 'token', index, text });
const progress = (step: 'processing' | 'context_built'): ProgressEvent => ({ type: 'progress', step });
const completed: ProgressEvent = { type: 'completed', reply_message_id: 'msg_reply00001' };

test('tokens add up to the text, and the end names the reply', () => {
  const state = play([progress('processing'), progress('context_built'), token(0, 'Hel'), token(1, 'lo'), completed]);
  expect(state).toMatchObject({ phase: 'completed', text: 'Hello', replyId: 'msg_reply00001', restarted: false });
});

test('tokens repeated after a reconnect change nothing', () => {
  const before = play([token(0, 'Hel'), token(1, 'lo')]);
  expect(reduceReply(before, token(0, 'Hel'))).toBe(before);
  expect(play([token(0, 'Hel'), token(1, 'lo'), token(0, 'Hel'), token(1, 'lo'), token(2, ' you')]).text).toBe(
    'Hello you',
  );
});

test('a restart by another worker drops what was received', () => {
  const state = play([token(0, 'Hal'), { type: 'restart', attempt: 2 }, token(0, 'Hi')]);
  expect(state).toMatchObject({ phase: 'writing', text: 'Hi', restarted: true });
});

test('a failure carries its reason', () => {
  const state = play([token(0, 'H'), { type: 'failed', code: 'TIMEOUT', detail: 'too late' }]);
  expect(state).toMatchObject({ phase: 'failed', failure: { code: 'TIMEOUT', detail: 'too late' } });
});

test('nothing changes after the end', () => {
  const state = play([token(0, 'Hi'), completed]);
  expect(reduceReply(state, token(1, ' there'))).toBe(state);
  expect(reduceReply(state, { type: 'restart', attempt: 2 })).toBe(state);
});

test('the same step twice is the same state', () => {
  const state = play([progress('processing')]);
  expect(reduceReply(state, progress('processing'))).toBe(state);
});
