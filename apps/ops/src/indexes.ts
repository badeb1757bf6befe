import { allCollections } from '@message-service/core/collections';
import { checkCollections, ensureCollections } from '@message-service/core/mongo';
import type { Command } from './command.ts';

const check: Command['run'] = async ({ core, say }) => {
  const missing = await checkCollections(core.db, allCollections);
  for (const { collection, missing: names } of missing) say(`${collection}: missing ${names.join(', ')}`);
  if (missing.length === 0) say(`All indexes and validators of ${allCollections.length} collections are there.`);
  return missing.length === 0 ? 0 : 1;
};

export const indexes: Command = {
  usage: 'indexes [--check]',
  summary: 'create what is missing of collections, validators and indexes; --check only tells',
  async run(at) {
    if (at.args.includes('--check')) return check(at);
    await ensureCollections(at.core.db, allCollections);
    return check(at);
  },
};
