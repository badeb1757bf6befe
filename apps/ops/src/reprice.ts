import { repriceMessages } from '@message-service/core/messages';
import type { Command } from './command.ts';

const USAGE = 2;
const NANOS = 1_000_000_000;

const dateAfter = (args: string[], name: string): Date | undefined => {
  const at = args.indexOf(name);
  return at < 0 ? undefined : new Date(args[at + 1] ?? '');
};
const usd = (nanos: number) => (nanos / NANOS).toFixed(6);

export const reprice: Command = {
  usage: 'reprice --dry-run|--apply',
  summary:
    'price calls by the newest table: the difference by model, and with --apply in ledger, replies and analytics; --from, --to, --json',
  async run({ core, args, say }) {
    const [from, to] = [dateAfter(args, '--from'), dateAfter(args, '--to')];
    const apply = args.includes('--apply');
    const badDate = [from, to].some((date) => date && Number.isNaN(date.getTime()));
    if (apply === args.includes('--dry-run') || badDate) {
      say('reprice --dry-run|--apply [--from 2026-01-01] [--to 2026-02-01] [--json]');
      return USAGE;
    }
    const lines = await repriceMessages(core, { from, to, apply });
    if (args.includes('--json')) {
      say(JSON.stringify({ applied: apply, lines }));
      return 0;
    }
    let difference = 0;
    for (const { provider, model, from_version, to_version, calls, before_nanos, after_nanos } of lines) {
      difference += after_nanos - before_nanos;
      const change = `${usd(before_nanos)} -> ${usd(after_nanos)} USD (${usd(after_nanos - before_nanos)})`;
      say(`${provider} ${model}: ${calls} calls, ${from_version ?? 'no price'} -> ${to_version}: ${change}`);
    }
    say(
      lines.length === 0
        ? 'Every call has the newest price.'
        : `${apply ? 'Changed' : 'Would change'} by ${usd(difference)} USD.`,
    );
    return 0;
  },
};
