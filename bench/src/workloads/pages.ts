import { newId } from '@message-service/shared/ids';
import { createClient, createLedger } from '@message-service/testing/load';
import { z } from 'zod';
import { answersBut } from '../measure/reconcile.ts';
import { type Target, takeTurns } from '../measure/take-turns.ts';
import { compareRows, type Report } from '../report/row.ts';
import { openInstallation } from '../world/installation.ts';
import type { Bench } from '../world/open-bench.ts';
import { startApi, startOwn } from '../world/start-apps.ts';
import type { Program } from '../world/start-program.ts';
import { storeConversation } from './messages-in-bulk.ts';

const MESSAGES = 10_000;
const CONNECTIONS = 4;
const WALK = 100;
const USUAL = 20;

const Page = z.object({
  items: z.array(z.object({ sequence_number: z.int() })),
  next_cursor: z.string().nullable(),
});

type Reader = { url: string; authorization: string; conversation_id: string };

const pathOf = ({ conversation_id }: Reader, limit: number, cursor: string | null) =>
  `/conversations/${conversation_id}/messages?limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`;

const readPage = async (reader: Reader, limit: number, cursor: string | null) => {
  const response = await fetch(`${reader.url}${pathOf(reader, limit, cursor)}`, {
    headers: { authorization: reader.authorization },
  });
  return Page.parse(await response.json());
};

/** The cursor behind the newest `count` messages, found by walking there as a reader would. */
const walkTo = async (reader: Reader, count: number): Promise<string> => {
  let cursor: string | null = null;
  for (let read = 0; read < count; ) {
    const page: z.infer<typeof Page> = await readPage(reader, Math.min(WALK, count - read), cursor);
    read += page.items.length;
    cursor = page.next_cursor;
    if (cursor === null) throw new Error(`the conversation ends after ${read} messages`);
  }
  return cursor ?? '';
};

const expectPage = async (reader: Reader, limit: number, cursor: string, newest: number) => {
  const { items } = await readPage(reader, limit, cursor);
  const numbers = items.map((item) => item.sequence_number);
  const wanted = Array.from({ length: limit }, (_, i) => newest - i);
  if (numbers.join() !== wanted.join()) throw new Error(`the deep page holds ${numbers}, not ${wanted}`);
};

const pageTarget = (bench: Bench, program: Program, name: string, path: string, authorization?: string): Target => ({
  name,
  pids: [program.pid],
  run: (seconds) =>
    bench.generator.run({
      kind: 'loop',
      url: program.url,
      connections: CONNECTIONS,
      seconds,
      request: { kind: 'get', path, authorization },
    }),
  settle: async ({ statuses }) => ({
    counts: { 'answered 200': statuses[200] ?? 0 },
    otherAnswers: answersBut(200, statuses),
  }),
});

/** 7: the last pages of a full conversation against its first ones; the floor is the same find without a service. */
export const pages = async (bench: Bench): Promise<Report> => {
  const ours = await openInstallation(bench, 'pages', { MAX_MESSAGES_PER_CONVERSATION: String(MESSAGES) });
  try {
    const api = await startApi(bench, ours);
    const floor = await startOwn(bench, 'pages-floor', ours.environment);
    const { user_id, token } = createClient(ours, createLedger(), () => api.url);
    const owner = { user_id, conversation_id: newId('conv') };
    bench.say(`7 pages: storing ${MESSAGES} messages`);
    await storeConversation(ours.ctx, owner, MESSAGES, 'completed');
    const authorization = `Bearer ${token}`;
    const reader = { url: api.url, authorization, conversation_id: owner.conversation_id };
    const [deepUsual, deepSingle] = [await walkTo(reader, MESSAGES - USUAL), await walkTo(reader, MESSAGES - 1)];
    await expectPage(reader, USUAL, deepUsual, USUAL);
    await expectPage(reader, 1, deepSingle, 1);
    const page = (name: string, limit: number, cursor: string | null) =>
      pageTarget(bench, api, name, pathOf(reader, limit, cursor), authorization);
    const find = (name: string, from: number, to: number) => {
      const range = new URLSearchParams({
        conversation_id: owner.conversation_id,
        from: `${from}`,
        to: `${to}`,
        limit: `${USUAL}`,
      });
      return pageTarget(bench, floor, name, `/page?${range}`);
    };
    const lastPage = MESSAGES / USUAL;
    const { rounds, slots, mismatches } = await takeTurns(bench, '7 pages', {
      first: page('page 1 of 20', USUAL, null),
      deep: page(`page ${lastPage} of 20`, USUAL, deepUsual),
      firstSingle: page('page 1 of one', 1, null),
      deepSingle: page(`page ${MESSAGES} of one`, 1, deepSingle),
      floorFirst: find('find, newest 20', MESSAGES - USUAL + 1, MESSAGES),
      floorDeep: find('find, oldest 20', 1, USUAL),
    });
    type Name = keyof (typeof rounds)[number];
    const compare = (what: string, deep: Name, first: Name, isJudged: boolean) =>
      compareRows(
        { workload: 7, what, rounds: rounds.map((round) => ({ ours: round[deep], floor: round[first] })) },
        isJudged ? { p50: { from: 0.8, to: 1.25 }, cpuPerOperation: { from: 0.8, to: 1.25 } } : {},
        ['cpuPerOperation', 'p50', 'p99', 'storeCpuPerOperation'],
      );
    const rows = [
      ...compare(`page ${lastPage} against page 1, 20 a page`, 'deep', 'first', true),
      ...compare(`page ${MESSAGES} against page 1, 1 a page`, 'deepSingle', 'firstSingle', true),
      ...compare('bounded find: oldest against newest 20', 'floorDeep', 'floorFirst', false),
      ...compare('page 1 of 20 against its bounded find', 'first', 'floorFirst', false),
    ];
    const notes = [
      `A conversation of ${MESSAGES} messages, ${CONNECTIONS} connections. In the first three, the right side is page 1.`,
    ];
    return { workload: 7, rows, notes, mismatches, slots };
  } finally {
    await bench.stopPrograms();
    await ours.close();
  }
};
