import type { Conversation } from '@message-service/shared/conversations';
import { describe, expect, test } from 'vitest';
import { matchesText, readFilter } from './list-filter';

const params = (query: string) => new URLSearchParams(query);

describe('the filter of an address', () => {
  test.each([
    ['', true, { scope: 'all' }],
    ['', false, { scope: 'own' }],
    ['scope=all', false, { scope: 'own' }],
    ['scope=own&status=archived', true, { scope: 'own', status: 'archived' }],
    ['status=deleted', true, { scope: 'all' }],
  ] as const)('%j for a reader of everything: %s', (query, mayReadAll, filter) => {
    expect(readFilter(params(query), mayReadAll)).toEqual(filter);
  });
});

const conversation: Conversation = {
  conversation_id: 'conv_ABCdef123',
  user_id: 'user_demo00001',
  character_id: 'char_luna00001',
  title: 'Un café en Málaga',
  tags: ['Viaje'],
  status: 'active',
  settings: {},
  message_count: 2,
  created_at: new Date(0),
  updated_at: new Date(0),
  last_activity_at: new Date(0),
};

test.each([
  ['', true],
  ['CAFE', true],
  ['málaga', true],
  ['viaje', true],
  ['conv_abc', true],
  ['demo0', true],
  ['london', false],
])('the text %j matches: %s', (text, matches) => {
  expect(matchesText(conversation, text)).toBe(matches);
});
