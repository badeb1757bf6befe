import { formatHead, getAuditHead, parseHead, verifyAudit } from '@message-service/core/audit';
import type { Command } from './command.ts';

const USAGE = 2;

const head: Command['run'] = async ({ core, args, say }) => {
  const now = await getAuditHead(core);
  say(args.includes('--json') ? JSON.stringify(now) : formatHead(now));
  return 0;
};

/** The heads given as `--head 512:9f86…`; null when one is malformed. */
const headsIn = (args: string[]) => {
  const given = args.flatMap((arg, index) => (arg === '--head' ? [parseHead(args[index + 1] ?? '')] : []));
  return given.includes(null) ? null : given.flatMap((one) => one ?? []);
};

const verify: Command['run'] = async ({ core, args, say }) => {
  const heads = headsIn(args);
  if (heads === null) {
    say('--head takes what `audit head` prints: 512:9f86…');
    return USAGE;
  }
  const report = await verifyAudit(core, { heads });
  if (args.includes('--json')) {
    say(JSON.stringify(report));
    return report.ok ? 0 : 1;
  }
  const { checked, before_chain, faults, faults_total, took_ms } = report;
  const older = before_chain > 0 ? `, and ${before_chain} from before the chain` : '';
  say(`${checked} entries${older}, ${took_ms} ms`);
  for (const { kind, sequence, entry_id, detail } of faults) {
    say(
      `${kind}: ${[sequence === null ? '' : `number ${sequence}`, entry_id ?? ''].filter(Boolean).join(', ')}: ${detail}`,
    );
  }
  if (faults_total > faults.length) say(`and ${faults_total - faults.length} more`);
  say(report.ok ? 'The audit log is whole.' : `The audit log was altered: ${faults_total} faults.`);
  if (report.head) say(`head ${formatHead(report.head)}`);
  return report.ok ? 0 : 1;
};

export const audit: Command = {
  usage: 'audit verify|head [--json]',
  summary: 'hold the audit log against its hashes, its head, and any --head <kept>; head prints where it ends now',
  async run(at) {
    const [what] = at.args;
    if (what === 'verify') return verify(at);
    if (what === 'head') return head(at);
    at.say('audit verify [--head <kept>] [--json], or audit head [--json]');
    return USAGE;
  },
};
