import { messages } from '@message-service/core/messages';
import { createTestContext, type TestContext } from '@message-service/testing/context';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seed } from './seed.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t.close());

const run = async (args: string[], ENVIRONMENT: 'test' | 'production' = 'test') => {
  const lines: string[] = [];
  const settings = { ...t.settings, ENVIRONMENT };
  const code = await seed.run({ core: t.ctx, settings, args, say: (line) => lines.push(line) });
  return { code, text: lines.join('\n') };
};
const stored = () => messages(t.ctx).countDocuments();

test('help and faults of the command line', async () => {
  expect(await run(['--help'])).toMatchObject({ code: 0, text: expect.stringContaining('--until DATE') });
  const faults = [
    [],
    ['--messages', 'many'],
    ['--messages', '0'],
    ['--messages', '10', '--days', '500'],
    ['--messages', '10', '--until', 'soon'],
    ['--messages', '10', '--until', '2999-01-01'],
    ['--messages', '10', '--fast'],
  ];
  for (const args of faults) expect([args, (await run(args)).code]).toEqual([args, 2]);
  expect(await stored()).toBe(0);
});

test('a production installation is filled only when that is said', async () => {
  const refused = await run(['--messages', '50'], 'production');
  expect(refused).toMatchObject({ code: 1, text: expect.stringContaining('--production') });
  expect(await stored()).toBe(0);
  const done = await run(['--messages', '50', '--seed', '2', '--production', '--json'], 'production');
  expect(JSON.parse(done.text)).toMatchObject({ messages: 50, already: 0 });
  expect(await stored()).toBe(50);
});

test('the same again is there already; another length of the same seed is refused', async () => {
  expect((await run(['--messages', '40'])).text).toMatch(/^40 messages in \d+ conversations; /);
  expect((await run(['--messages', '40'])).text).toContain('40 of them from before');
  expect(await run(['--messages', '90'])).toMatchObject({ code: 1, text: expect.stringContaining('Seed 1') });
  expect(await stored()).toBe(90);
});
