import { findRemarkable, getLiveWindow } from '../analytics/index.ts';
import { type Reading, readingOf, type Watch } from './rules.ts';

const ALL = '*';
const MIN_ENDED = 20;

/** The reading of an extreme, with the messages that are above the threshold. */
const ofExtreme = async (
  at: Pick<Reading, 'rule' | 'unit' | 'value'>,
  severity: 'info' | 'warning',
  above: number,
  find: () => Promise<string[]>,
): Promise<Reading> => {
  const reading = readingOf({ ...at, subject: ALL }, [{ severity, above }]);
  return reading.severity ? { ...reading, message_ids: await find() } : reading;
};

/** Replies of the last five minutes: the slowest, the longest, the slow tail, and how many messages failed. */
export const watchReplies: Watch = {
  rules: ['reply_slow', 'reply_tokens_high', 'latency_p95', 'error_rate'],
  async read(ctx) {
    const { ALERT_REPLY_MS, ALERT_REPLY_TOKENS, ALERT_P95_MS, ALERT_ERROR_RATE } = ctx.settings;
    const { from, at, replies, failed, error_rate, total, most_tokens } = await getLiveWindow(ctx);
    const range = { from, to: at };
    return [
      await ofExtreme({ rule: 'reply_slow', unit: 'ms', value: total.max ?? 0 }, 'warning', ALERT_REPLY_MS, () =>
        findRemarkable(ctx, { ...range, slower_than_ms: ALERT_REPLY_MS }),
      ),
      await ofExtreme(
        { rule: 'reply_tokens_high', unit: 'tokens', value: most_tokens },
        'info',
        ALERT_REPLY_TOKENS,
        () => findRemarkable(ctx, { ...range, more_tokens_than: ALERT_REPLY_TOKENS }),
      ),
      readingOf({ rule: 'latency_p95', subject: ALL, unit: 'ms', value: replies >= MIN_ENDED ? (total.p95 ?? 0) : 0 }, [
        { severity: 'critical', above: ALERT_P95_MS },
      ]),
      readingOf(
        {
          rule: 'error_rate',
          subject: ALL,
          unit: 'ratio',
          value: replies + failed >= MIN_ENDED ? (error_rate ?? 0) : 0,
        },
        [{ severity: 'critical', above: ALERT_ERROR_RATE }],
      ),
    ];
  },
};
