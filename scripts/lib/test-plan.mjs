import { parseArgs } from 'node:util';
import { Failure } from './failure.mjs';

const parts = ['verify', 'unit', 'e2e'];

/** What a command line of `npm test` asks for: which parts, and filters for the files of the tests. */
export function planTests(args) {
  const { values, positionals } = parse(args);
  if (values.only !== undefined && !parts.includes(values.only))
    throw new Failure(`--only is "${values.only}", but must be one of ${parts.join(', ')}.`);
  if (values.only === 'verify' && positionals.length > 0) throw new Failure('--only verify takes no filter.');
  const filtered = positionals.length > 0 ? ['unit'] : parts;
  return { parts: values.only ? [values.only] : filtered, filters: positionals };
}

function parse(args) {
  try {
    return parseArgs({ args, options: { only: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    throw new Failure(`${error.message}\nusage: npm test [-- [--only ${parts.join('|')}] [filter …]]`);
  }
}
