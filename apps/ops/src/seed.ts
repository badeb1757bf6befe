import { parseArgs } from 'node:util';
import { seedTraffic, type TrafficPlan } from '@message-service/core/demo';
import { DomainError } from '@message-service/shared/errors';
import type { Command } from './command.ts';

const USAGE = 2;
const DAY_MS = 86_400_000;
const MOST_MESSAGES = 10_000_000;
/** Summaries of days are kept a little longer than this. */
const MOST_DAYS = 180;
const MS_BETWEEN_REPORTS = 2_000;

const HELP = `seed --messages N [--seed 1] [--days 150] [--until 2026-12-01] [--json] [--production]

Stores N made-up messages, replies included: of many users and conversations, with five models, over the days before
--until (midnight UTC today). They are written with their events and what the projections make of these, as if they had
been sent, but no provider is asked. The same command again makes good a run that was cut short; another --seed adds more.
Meanwhile the event log is kept from the workers: the figures of real messages wait until this has ended.

  --messages N     how many, up to ${MOST_MESSAGES}
  --seed 1         the same seed gives the same messages, another one others
  --days 150       over how many days, up to ${MOST_DAYS}
  --until DATE     where they end
  --json           one line at the end: what is there, in how many seconds
  --production     do it in a production installation all the same (ENVIRONMENT=production)`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

type Asked = { plan: TrafficPlan; json: boolean; production: boolean };

const isWhole = (value: number, min: number, max: number) => Number.isInteger(value) && value >= min && value <= max;

/** What was asked for, `help`, or what is wrong with it. */
const read = (args: string[], now: Date): Asked | 'help' | { fault: string } => {
  try {
    const { values } = parseArgs({
      args,
      options: { messages: text, seed: text, days: text, until: text, json: flag, production: flag, help: flag },
    });
    if (values.help) return 'help';
    const [messages, seed, days] = [Number(values.messages), Number(values.seed ?? 1), Number(values.days ?? 150)];
    const until = new Date(values.until ?? Math.floor(now.getTime() / DAY_MS) * DAY_MS);
    if (!isWhole(messages, 1, MOST_MESSAGES)) return { fault: `--messages takes 1 to ${MOST_MESSAGES}` };
    if (!isWhole(seed, 0, 999_999)) return { fault: '--seed takes 0 to 999999' };
    if (!isWhole(days, 1, MOST_DAYS)) return { fault: `--days takes 1 to ${MOST_DAYS}` };
    if (Number.isNaN(until.getTime()) || until > now) return { fault: '--until takes a date that is not to come' };
    return { plan: { messages, seed, days, until }, json: values.json, production: values.production };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
};

/** Says how far it is, on a terminal's or a log's own line, not more often than every two seconds. */
const reporter = (total: number, say: (line: string) => void) => {
  const began = performance.now();
  let next = began + MS_BETWEEN_REPORTS;
  return (done: number) => {
    const now = performance.now();
    if (now < next) return;
    next = now + MS_BETWEEN_REPORTS;
    const left = Math.round(((now - began) / done) * (total - done) * 1e-3);
    say(`${done} of ${total} messages, ${Math.round((done * 1_000) / (now - began))} a second, ${left} s left`);
  };
};

export const seed: Command = {
  usage: 'seed --messages N [--help]',
  summary: 'made-up traffic of many users and months, with its events and figures, for benchmarks and for looking at',
  async run({ core, settings, args, say }) {
    const asked = read(args, core.now());
    if (asked === 'help' || 'fault' in asked) {
      say(asked === 'help' ? HELP : `${asked.fault}\n\n${HELP}`);
      return asked === 'help' ? 0 : USAGE;
    }
    if (settings.ENVIRONMENT === 'production' && !asked.production) {
      say(
        'This is a production installation. With --production it is filled all the same; nothing takes it out again.',
      );
      return 1;
    }
    const began = performance.now();
    const { messages } = asked.plan;
    try {
      const seeded = await seedTraffic(core, asked.plan, asked.json ? {} : { onProgress: reporter(messages, say) });
      const seconds = Math.round((performance.now() - began) / 100) / 10;
      const was = seeded.already > 0 ? `, ${seeded.already} of them from before` : '';
      if (asked.json) say(JSON.stringify({ ...seeded, seconds }));
      else say(`${seeded.messages} messages in ${seeded.conversations} conversations${was}; ${seconds} s`);
      return 0;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      say(error.message);
      return 1;
    }
  },
};
