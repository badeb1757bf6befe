import type { Ending, Scene, Script, Turn } from '../script.ts';
import { scripts as written } from '../scripts/index.ts';
import { createRandom, type Random } from './random.ts';

export type TrafficPlan = {
  /** Messages in all, replies included. */
  messages: number;
  /** The same seed gives the same traffic; another one, other ids. */
  seed: number;
  /** The traffic ends before this instant … */
  until: Date;
  /** … and begins so many days earlier. */
  days: number;
};

const MODELS: readonly (readonly [number, Pick<Script, 'provider' | 'model'>])[] = [
  [46, { provider: 'lmstudio', model: 'google/gemma-3-12b' }],
  [24, { provider: 'openai', model: 'gpt-4o-mini' }],
  [9, { provider: 'openai', model: 'gpt-4o' }],
  [14, { provider: 'anthropic', model: 'claude-haiku-4-5' }],
  [7, { provider: 'anthropic', model: 'claude-sonnet-4-5' }],
];
/** How many of 1,000 messages begin in each hour of the day, UTC. */
const HOURS = [22, 14, 9, 6, 6, 9, 18, 32, 44, 50, 52, 50, 52, 50, 46, 46, 50, 56, 64, 74, 80, 76, 58, 36].map(
  (weight, hour) => [weight, hour] as const,
);
const MESSAGES_PER_USER = 400;
const MOST_TURNS = 150;
const TURNS_PER_SITTING = 25;
const LAST_BEGINS_DAYS = 0.3;
const FAILED = ['LLM_TIMEOUT', 'LLM_UNREACHABLE', 'LLM_SERVER_ERROR'] as const;

/** Texts of the written conversations, with replies only, to take turns from. */
const POOLS = written.map(({ character_id, title, tags, scenes }) => ({
  character_id,
  title,
  tags,
  turns: scenes
    .flatMap(({ turns }) => turns)
    .filter((turn): turn is readonly [string, string] => typeof turn[1] === 'string'),
}));

const endingOf = (random: Random, reply: string): string | Ending => {
  const chance = random.next();
  if (chance < 0.004) return { flagged: ['toxicity:insult'] };
  if (chance < 0.016) return { failed: FAILED[Math.floor(random.next() * FAILED.length)] ?? 'LLM_TIMEOUT' };
  return reply;
};

/** Turns that come to at most so many messages. */
const takeTurns = (random: Random, pool: readonly (readonly [string, string])[], most: number): Turn[] => {
  const wanted = Math.max(1, Math.min(MOST_TURNS, Math.round(9 * random.factor(0.9))));
  const first = Math.floor(random.next() * pool.length);
  const turns: Turn[] = [];
  for (let left = most; left > 0 && turns.length < wanted; ) {
    const [text, reply] = pool[(first + turns.length) % pool.length] ?? ['…', '…'];
    // an odd one at the very end cannot have a reply
    const ending = left === 1 ? { failed: 'LLM_TIMEOUT' as const } : endingOf(random, reply);
    turns.push([text, ending]);
    left -= typeof ending === 'string' ? 2 : 1;
  }
  return turns;
};

export const countMessages = (turns: readonly Turn[]): number =>
  turns.reduce((sum, [, ending]) => sum + (typeof ending === 'string' ? 2 : 1), 0);

/** Sittings one or more days apart; what no time is left for is not said. */
const toScenes = (random: Random, turns: readonly Turn[], daysAgo: number): Scene[] => {
  const scenes: Scene[] = [];
  let at = daysAgo;
  for (let from = 0; from < turns.length && at >= LAST_BEGINS_DAYS; from += TURNS_PER_SITTING) {
    scenes.push({ daysAgo: at, turns: turns.slice(from, from + TURNS_PER_SITTING) });
    at -= 1 + Math.floor(random.next() * 4);
  }
  return scenes;
};

/** When a conversation begins that so large a share of all messages precedes: denser towards the end, by day and evening. */
const beginOf = (random: Random, { days, until }: TrafficPlan, share: number): number => {
  const day = Math.max(1, Math.ceil(days * (1 - share) ** 1.3));
  const midnight = new Date(until.getTime() - day * 86_400_000).setUTCHours(0, 0, 0, 0);
  const begin = midnight + (random.pick(HOURS) + random.next()) * 3_600_000;
  return Math.max(LAST_BEGINS_DAYS, (until.getTime() - begin) / 86_400_000);
};

/**
 * Conversations as many people would have had them: few users write most of it, most conversations are short, five
 * models with their prices, more and more traffic with every month, by day and in the evening; 1.2 % fail and 0.4 % are
 * blocked. In order of their days, to be played by `playScript`.
 */
export function* makeScripts(plan: TrafficPlan): Generator<Script> {
  const random = createRandom(plan.seed);
  const users = Math.max(3, Math.round(plan.messages / MESSAGES_PER_USER));
  for (let done = 0, index = 0; done < plan.messages; index++) {
    const pool = POOLS[Math.floor(random.next() * POOLS.length)];
    if (!pool) return;
    const user = Math.floor(users * random.next() ** 2.5);
    const turns = takeTurns(random, pool.turns, plan.messages - done);
    const scenes = toScenes(random, turns, beginOf(random, plan, done / plan.messages));
    done += scenes.reduce((sum, scene) => sum + countMessages(scene.turns), 0);
    yield {
      number: `s${plan.seed}n${String(index).padStart(7, '0')}`,
      user_id: `user_seed${plan.seed}u${String(user).padStart(6, '0')}`,
      character_id: pool.character_id,
      title: pool.title,
      tags: pool.tags,
      ...random.pick(MODELS),
      scenes,
    };
  }
}
