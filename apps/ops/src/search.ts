import { randomBytes } from 'node:crypto';
import { allCollections } from '@message-service/core/collections';
import { createContext } from '@message-service/core/context';
import { ensureCollections } from '@message-service/core/mongo';
import { evaluateSearch, type SearchEvaluation } from '@message-service/core/search';
import type { Command } from './command.ts';

const USAGE = 2;
const GOOD = 0.95;
const NEEDED = ['messages', 'message_search_index'];

const figure = (value: number) => value.toFixed(3).padStart(9);

const toTable = ({ kinds, overall, queries }: SearchEvaluation): string[] =>
  [...kinds, { kind: 'all', queries, ...overall }].map(
    ({ kind, queries: of, ndcg, recall, success }) =>
      kind.padEnd(12) + String(of).padStart(8) + [ndcg, recall, success].map(figure).join(''),
  );

/** In a database of its own, which is dropped afterwards. */
const evaluate: Command['run'] = async ({ core, settings, args, say }) => {
  const scratch = `${settings.MONGODB_DATABASE}_relevance_${randomBytes(4).toString('hex')}`;
  const own = await createContext({ ...settings, MONGODB_DATABASE: scratch }, core.log, 'message-service-ops');
  try {
    await ensureCollections(
      own.db,
      allCollections.filter(({ name }) => NEEDED.includes(name)),
    );
    const evaluation = await evaluateSearch(own);
    if (args.includes('--json')) {
      say(JSON.stringify(evaluation, (_, value) => (value instanceof Map ? Object.fromEntries(value) : value)));
      return 0;
    }
    say(`${evaluation.queries} queries in Spanish and English over ${evaluation.messages} messages\n`);
    say(
      `${'kind'.padEnd(12)}${'queries'.padStart(8)}${['nDCG@10', 'rec.@10', 'succ.@1'].map((name) => name.padStart(9)).join('')}`,
    );
    for (const line of toTable(evaluation)) say(line);
    const worse = evaluation.results.filter(({ ndcg }) => ndcg < GOOD);
    say(worse.length === 0 ? '\nEvery query is answered as it should be.' : '\nBelow 0.95:');
    for (const { q, ndcg, found, grades } of worse)
      say(
        `  ${ndcg.toFixed(2)}  ${q}\n        wanted ${[...grades.keys()].join(' ')}\n        found  ${found.join(' ')}`,
      );
    return 0;
  } finally {
    await own.db.dropDatabase();
    await own.close();
  }
};

export const search: Command = {
  usage: 'search eval [--json]',
  summary: 'how well judged queries are answered (nDCG@10, recall@10, success@1), and each that is answered badly',
  async run(at) {
    if (at.args[0] === 'eval') return evaluate(at);
    at.say('search eval [--json]');
    return USAGE;
  },
};
