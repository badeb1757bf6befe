import type { MessagePage, MessageView } from '@message-service/shared/messages';
import { describe, expect, test } from 'vitest';
import { answeredIds, mergeNewest, type Outgoing, pendingItems, toItems } from './thread-items';

const idOf = (sequence: number) => `msg_${String(sequence).padStart(9, '0')}`;

const message = (sequence: number, more: Partial<MessageView> = {}): MessageView => ({
  message_id: idOf(sequence),
  conversation_id: 'conv_000000001',
  user_id: 'user_000000001',
  character_id: 'char_000000001',
  content: {
    text: `text ${sequence}`,
    content_hash: 'sha256:0',
    word_count: 2,
    character_count: 6,
    estimated_reading_time_seconds: 1,
  },
  role: 'user',
  message_type: 'standard',
  status: 'active',
  processing_status: 'completed',
  sequence_number: sequence,
  timestamps: { created_at: new Date(0), received_at: new Date(0), last_modified_at: new Date(0) },
  version: 1,
  partition_key: 'conv_000000001',
  data_classification: 'standard',
  retention_policy: 'standard',
  ...more,
});

const page = (sequences: number[], next: string | null = null): MessagePage => ({
  items: sequences.map((sequence) => message(sequence)),
  next_cursor: next,
});
const sequencesOf = (pages: MessagePage[] | undefined) =>
  pages?.map(({ items }) => items.map(({ sequence_number }) => sequence_number));

const outgoing = (more: Partial<Outgoing>): Outgoing => ({
  clientMsgId: 'key',
  text: 'hello',
  at: new Date(0),
  state: 'sending',
  ...more,
});

describe('what is sent and what is stored', () => {
  test('have one key, so that the row stays itself', () => {
    const stored = message(5, { client_metadata: { client_msg_id: 'key' } });
    const [before] = pendingItems([outgoing({})], []);
    const [after] = toItems({ items: [stored], next_cursor: null });
    expect(before?.key).toBe('key');
    expect(after?.key).toBe('key');
  });

  test('are shown once: an accepted message gives way to the stored one', () => {
    const accepted = outgoing({ state: 'accepted', messageId: idOf(5) });
    expect(pendingItems([accepted], [page([4, 3])])).toHaveLength(1);
    expect(pendingItems([accepted], [page([5, 4, 3])])).toHaveLength(0);
  });

  test('come in reading order', () => {
    expect(toItems(page([3, 2, 1])).map(({ key }) => key)).toEqual([idOf(1), idOf(2), idOf(3)]);
  });
});

describe('the newest page over what is loaded', () => {
  const loaded = { pages: [page([6, 5, 4], 's4'), page([3, 2, 1])], pageParams: [undefined, 's4'] };

  test('adds what is new and replaces what has changed, wherever it is', () => {
    const newest = {
      items: [message(8), message(7), message(6, { processing_status: 'failed' }), message(3, { status: 'flagged' })],
      next_cursor: 's3',
    };
    const merged = mergeNewest(loaded, newest);
    expect(sequencesOf(merged?.pages)).toEqual([
      [8, 7, 6, 5, 4],
      [3, 2, 1],
    ]);
    expect(merged?.pages[0]?.items[2]?.processing_status).toBe('failed');
    expect(merged?.pages[1]?.items[0]?.status).toBe('flagged');
    expect(merged?.pages[0]?.next_cursor).toBe('s4');
  });

  test('fills a number that was reserved and came late', () => {
    const gap = { pages: [page([8, 6, 5], 's5')], pageParams: [undefined] };
    expect(sequencesOf(mergeNewest(gap, page([8, 7, 6], 's6'))?.pages)).toEqual([[8, 7, 6, 5]]);
  });

  test('refuses when messages in between would be missing', () => {
    expect(mergeNewest(loaded, page([30, 29, 28], 's28'))).toBeNull();
  });

  test('takes the first message of an empty conversation', () => {
    const empty = { pages: [page([])], pageParams: [undefined] };
    expect(sequencesOf(mergeNewest(empty, page([2, 1]))?.pages)).toEqual([[2, 1]]);
  });
});

test('a message is answered when its reply is among the stored ones', () => {
  const reply = message(2, { role: 'assistant', relationships: { reply_to_message_id: idOf(1) } });
  expect([...answeredIds([{ items: [reply, message(1)], next_cursor: null }])]).toEqual([idOf(1)]);
});
