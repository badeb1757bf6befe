import { rebuildProjection } from '@message-service/core/events';
import { allProjections } from '@message-service/core/projections';
import type { Command } from './command.ts';

const USAGE = 2;

export const rebuild: Command = {
  usage: 'rebuild <projection>|--all [--check] [--json]',
  summary: 'make a read model from the first event on and put the stored one right; --check only compares',
  async run({ core, args, say }) {
    const [name] = args.filter((arg) => !arg.startsWith('--'));
    const chosen = allProjections.filter((one) => args.includes('--all') || one.name === name);
    if (chosen.length === 0) {
      say(`rebuild --all, or one of: ${allProjections.map((one) => one.name).join(', ')}`);
      return USAGE;
    }
    const check = args.includes('--check');
    let different = 0;
    for (const projection of chosen) {
      const report = await rebuildProjection(core, projection, { check });
      different += report.different;
      if (args.includes('--json')) say(JSON.stringify(report));
      else if (report.different === 0) say(`${report.projection}: ${report.documents} documents, all equal`);
      else {
        say(
          `${report.projection}: ${report.different} of ${report.documents} documents ${check ? 'differ' : 'put right'}`,
        );
        for (const id of report.examples) say(`  ${id}`);
      }
    }
    return check && different > 0 ? 1 : 0;
  },
};
