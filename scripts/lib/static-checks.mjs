import { root } from './paths.mjs';
import { run } from './processes.mjs';
import { withTools } from './tools.mjs';

const biome = (...flags) => ['biome', ['check', ...flags, '--error-on-warnings', '--max-diagnostics=50', '.']];

/** The checks that read the source and start nothing; each counts as one. */
export const staticChecks = [
  ['format', ...biome('--linter-enabled=false')],
  ['lint', ...biome('--formatter-enabled=false', '--assist-enabled=false')],
  // what runs in Node.js is one program: each package by itself would read the core again
  ['types', 'tsc', ['-p', '.']],
  ['types of the console', 'tsc', ['-p', 'apps/console']],
  ['types of the journeys', 'tsc', ['-p', 'e2e']],
  ['boundaries', process.execPath, ['scripts/check-boundaries.mjs']],
  ['rules', process.execPath, ['scripts/check-rules.mjs']],
];

/** Runs every static check, two at a time, telling `done` of each; answers `[{ name, ok, output, ms }]`. */
export async function runStaticChecks(env, done) {
  const results = [];
  const waiting = [...staticChecks];
  async function lane() {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, command, args] = next;
      const { code, output, ms } = await run({ name, command, args, cwd: root, env: withTools(env) });
      const result = { name, ok: code === 0, output, ms };
      results.push(result);
      done(result);
    }
  }
  await Promise.all([lane(), lane()]);
  return results;
}
