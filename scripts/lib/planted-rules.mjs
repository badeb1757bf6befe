import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkRules } from './rules.mjs';
import { sourceRules } from './source-rules.mjs';

const core = 'packages/core/src';

/** Texts that break a rule: the rule, the file, the text. */
export const planted = [
  ['environment-in-settings', `${core}/a.ts`, 'const port = process.env.PORT;'],
  ['environment-in-settings', `${core}/b.ts`, "import { env } from 'node:process';"],
  ['environment-in-settings', `${core}/c.ts`, "const port = process['env'].PORT;"],
  ['trpc-error-in-api', `${core}/d.ts`, "throw new TRPCError({ code: 'NOT_FOUND' });"],
  ['worker-in-runtime', 'apps/worker/src/main.ts', "const w = new Worker('messages', handle);"],
  ['worker-in-runtime', 'bench/src/worker.ts', "const w = new Worker('messages', handle);"],
  ['worker-in-runtime', 'apps/worker/src/typed.ts', "const w = new Worker<Data>('messages', handle);"],
  ['no-module-mocks', `${core}/e.test.ts`, "vi.mock('./messages.ts');"],
  ['no-module-mocks', `${core}/f.test.ts`, "vi.doMock('./messages.ts');"],
  ['no-tests-left-out', `${core}/g.test.ts`, "it.only('works', () => {});"],
  ['no-tests-left-out', 'e2e/tests/h.spec.ts', "test.describe.skip('works', () => {});"],
  ['no-suppressions', `${core}/i.ts`, '// @ts-ignore'],
  ['no-suppressions', `${core}/j.ts`, '/* biome-ignore lint: no */'],
  ['no-empty-catch', `${core}/k.ts`, 'try { go(); } catch (error) {\n}'],
  ['no-empty-catch', `${core}/l.ts`, 'go().catch(() => {});'],
  ['no-notes-to-self', `${core}/m.ts`, '// TODO later'],
  ['no-notes-to-self', 'README.md', 'FIXME'],
  ['no-machine-paths', 'docs/n.md', 'see /home/ada/project/file'],
  ['no-machine-paths', `${core}/o.ts`, "const file = '/Users/ada/file';"],
  ['at-most-300-lines', `${core}/p.ts`, 'const a = 1;\n'.repeat(301)],
  ['kebab-case-files', `${core}/sendMessage.ts`, 'export {};'],
  ['no-root-barrel', `${core}/index.ts`, 'export {};'],
  ['api-exports-a-type', 'apps/api/package.json', '{ "exports": { ".": "./src/router.ts" } }'],
  ['entry-per-slice', 'packages/core/package.json', '{ "exports": { ".": "./src/index.ts" } }'],
];

/** Texts that break none. */
export const permitted = [
  ['packages/shared/package.json', '{ "exports": { "./ids": "./src/ids.ts" } }'],
  [`${core}/settings.ts`, 'const port = process.env.PORT;'],
  [`${core}/prose.ts`, '/** No process.env here, and no TRPCError. */\nexport const a = 1;'],
  ['apps/api/src/errors.ts', "throw new TRPCError({ code: 'NOT_FOUND' });"],
  ['apps/worker/src/runtime.ts', "const w = new Worker('messages', handle);"],
  ['bench/floors/worker.ts', "const w = new Worker('messages', handle);"],
  [`${core}/cursor.ts`, 'const page = messages.find().skip(20);'],
  [`${core}/long.ts`, 'const a = 1;\n'.repeat(300)],
  ['apps/console/app/not-found.tsx', "const link = 'https://example.org/home/page';"],
  [`${core}/handled.ts`, 'try { go(); } catch (error) {\n  log(error);\n}'],
];

/** Plants every violation in a folder of its own and answers what the rules failed to see, or saw wrongly. */
export function plantedRuleViolations() {
  const base = mkdtempSync(path.join(tmpdir(), 'rules-'));
  try {
    if (checkRules(base).files !== 0) return ['an empty folder was not reported as empty'];
    for (const [file, text] of [...planted.map(([, ...rest]) => rest), ...permitted]) {
      mkdirSync(path.dirname(path.join(base, file)), { recursive: true });
      writeFileSync(path.join(base, file), `${text}\n`);
    }
    const { violations } = checkRules(base);
    const seen = (rule, file) => violations.some((found) => found.rule === rule && found.file === file);
    return [
      ...planted.filter(([rule, file]) => !seen(rule, file)).map(([rule, file]) => `${rule} did not notice ${file}`),
      ...violations
        .filter(({ file }) => permitted.some(([fine]) => fine === file))
        .map(({ rule, file }) => `${rule} refused ${file}, which is allowed`),
      ...sourceRules
        .filter(({ name }) => !planted.some(([rule]) => rule === name))
        .map(({ name }) => `${name} has no planted violation`),
    ];
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}
