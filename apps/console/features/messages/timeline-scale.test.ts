import type { MessageTimeline } from '@message-service/shared/queues';
import { expect, test } from 'vitest';
import { place, ticksOf, toBars } from './timeline-scale';

const START = Date.parse('2026-03-01T12:00:00Z');
const at = (ms: number) => new Date(START + ms);
const empty: MessageTimeline = {
  message_id: 'msg_000000001',
  conversation_id: 'conv_000000001',
  user_id: 'user_000000001',
  role: 'user',
  status: 'active',
  processing_status: 'queued',
  reply_to_message_id: null,
  accepted_at: at(0),
  started_at: null,
  finished_at: null,
  queue_wait_ms: null,
  time_to_first_token_ms: null,
  total_ms: null,
  retries: 0,
  error: null,
  job: null,
  steps: [],
  attempts: [],
  events: [],
  token_usage: null,
  llm: null,
  reply: null,
  can_retry: false,
  can_cancel: true,
  at: at(500),
};
const attempt = (
  epoch: number,
  from: number,
  to: number | null,
  outcome: MessageTimeline['attempts'][number]['outcome'],
) => ({
  epoch,
  worker: 'w',
  started_at: at(from),
  ended_at: to === null ? null : at(to),
  duration_ms: null,
  outcome,
  error_code: null,
  error_message: null,
});

test('a message that waits has one bar that grows with the clock', () => {
  const { bars, span } = toBars(empty, START + 2_000);
  expect(span).toEqual({ from: START, to: START + 2_000 });
  expect(bars).toMatchObject([{ name: 'wait', state: 'running', to: null }]);
});

test('a failed message whose job is no longer kept shows its wait and its work', () => {
  const failed = { ...empty, processing_status: 'failed' as const, started_at: at(40), finished_at: at(7_000) };
  expect(toBars(failed, START + 1e9).bars).toMatchObject([
    { name: 'wait', state: 'done', ms: 40 },
    { name: 'work', state: 'failed', ms: 6_960 },
  ]);
  const older = { ...failed, started_at: null, queue_wait_ms: 40 };
  expect(toBars(older, START + 1e9).bars).toEqual(toBars(failed, START + 1e9).bars);
});

test('after a retry the axis begins there, and what was done before is said to be earlier', () => {
  const day = 86_400_000;
  const retried: MessageTimeline = {
    ...empty,
    finished_at: at(day + 900),
    attempts: [
      attempt(1, 10, 300, 'failed'),
      attempt(2, day, day, 'retried'),
      attempt(3, day + 100, day + 900, 'completed'),
    ],
    steps: [
      { name: 'context_built', state: 'done', started_at: at(10), ended_at: at(20), duration_ms: 10, epoch: 1 },
      {
        name: 'completed',
        state: 'done',
        started_at: at(day + 100),
        ended_at: at(day + 900),
        duration_ms: 800,
        epoch: 3,
      },
    ],
  };
  const { bars, span } = toBars(retried, START + 2 * day);
  expect(span).toEqual({ from: START + day, to: START + day + 900 });
  expect(bars.map(({ name, earlier, ms }) => [name, earlier, ms])).toEqual([
    ['wait', false, 100],
    ['context_built', true, 10],
    ['completed', false, 800],
  ]);
});

test('places are cut off at the edges of the span', () => {
  const span = { from: START, to: START + 1_000 };
  expect(place(at(250), at(750), span)).toEqual({ left: 25, width: 50 });
  expect(place(at(-500), at(100), span)).toEqual({ left: 0, width: 10 });
  expect(place(at(900), null, span)).toEqual({ left: 90, width: 10 });
  expect(place(at(-900), at(-800), span)).toEqual({ left: 0, width: 0 });
});

test.each([
  [1, 1],
  [37, 10],
  [950, 500],
  [4_200, 2_000],
  [93_000, 30_000],
  [86_400_000 * 30, 86_400_000 * 8],
])('an axis of %i ms has a tick every %i ms', (ms, step) => {
  const ticks = ticksOf({ from: 0, to: ms });
  expect(ticks.length).toBeLessThanOrEqual(5);
  expect(ticks[1]).toBe(step);
});
