import { expect, test } from 'vitest';
import { addSample, type Samples, stepLine } from './samples';

const look = (second: number, waiting: number) => ({
  at: new Date(second * 1_000),
  queues: [{ name: 'message-processing', waiting }],
});

test('keeps a bounded history per queue, and a look seen twice once', () => {
  let samples: Samples = {};
  for (let second = 0; second < 300; second++) samples = addSample(samples, look(second, second % 7));
  samples = addSample(samples, look(299, 3));
  expect(samples['message-processing']).toHaveLength(120);
  expect(samples['message-processing']?.at(-1)).toEqual({ at: 299_000, waiting: 299 % 7 });
});

test('forgets a queue that is gone', () => {
  const samples = addSample({}, look(1, 1));
  expect(addSample(samples, { at: new Date(2_000), queues: [] })).toEqual({});
});

test('draws steps from zero at the bottom to the peak at the top', () => {
  const samples = [
    { at: 0, waiting: 0 },
    { at: 50, waiting: 4 },
    { at: 100, waiting: 2 },
  ];
  expect(stepLine(samples, 100, 20)).toBe('0.0,20.0 50.0,20.0 50.0,0.0 100.0,0.0 100.0,10.0');
});

test('draws nothing from a single look', () => {
  expect(stepLine([{ at: 0, waiting: 3 }], 100, 20)).toBe('');
});
