import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkBoundaries } from './boundaries.mjs';
import { boundaryRules, coreRanks } from './boundary-rules.mjs';

const core = 'packages/core/src';
const first = coreRanks[0][0];

const leftward = coreRanks.slice(0, -1).map((rank, index) => ({
  rule: `core-leftward-from-${rank[0]}`,
  file: `${core}/${rank.at(-1)}/planted-${index}.ts`,
  source: `import '../${coreRanks[index + 1][0]}/index';`,
}));

/** One forbidden import for each rule: the rule, the file it is planted in, and its text. */
export const planted = [
  { rule: 'no-cycles', file: 'packages/shared/src/ring-a.ts', source: "import './ring-b';" },
  { rule: 'resolvable', file: 'packages/shared/src/lost.ts', source: "import './nowhere';" },
  { rule: 'declared-dependencies', file: `${core}/${first}/undeclared.ts`, source: "import 'undeclared-library';" },
  { rule: 'no-dev-dependencies-at-run-time', file: `${core}/${first}/dev.ts`, source: "import 'vitest';" },
  { rule: 'shared-only-zod', file: 'packages/shared/src/node.ts', source: "import 'node:fs';" },
  { rule: 'shared-stands-alone', file: 'packages/shared/src/up.ts', source: "import '../../core/src/context';" },
  { rule: 'core-imports', file: `${core}/${first}/up.ts`, source: "import '../../../../apps/worker/src/planted';" },
  { rule: 'core-no-frameworks', file: `${core}/${first}/web.ts`, source: "import 'fastify';" },
  { rule: 'core-known-slices', file: `${core}/elsewhere/new.ts`, source: "import '../context';" },
  ...leftward,
  { rule: 'core-slice-by-index', file: `${core}/messages/past-index.ts`, source: "import '../conversations/inner';" },
  {
    rule: 'core-by-entry',
    file: 'apps/api/src/deep.ts',
    source: "import '../../../packages/core/src/conversations/inner';",
  },
  { rule: 'api-imports', file: 'apps/api/src/sideways.ts', source: "import '../../worker/src/planted';" },
  { rule: 'worker-imports', file: 'apps/worker/src/sideways.ts', source: "import '../../api/src/router';" },
  { rule: 'ops-imports', file: 'apps/ops/src/sideways.ts', source: "import '../../worker/src/planted';" },
  { rule: 'doors-stay-apart', file: 'apps/worker/src/web.ts', source: "import 'fastify';" },
  { rule: 'console-imports', file: 'apps/console/app/core.ts', source: "import '../../../packages/core/src/context';" },
  { rule: 'client-imports', file: 'packages/client/src/inside.ts', source: "import '../../core/src/context';" },
  {
    rule: 'client-types-only',
    file: 'packages/client/src/api.ts',
    source: "import { r } from '../../../apps/api/src/router';",
  },
  {
    rule: 'console-api-types-only',
    file: 'apps/console/app/api.ts',
    source: "import { r } from '../../api/src/router';",
  },
  {
    rule: 'console-no-schemas',
    file: 'apps/console/features/conversations/schema.ts',
    source: "import '../../../../packages/shared/src/fine';",
  },
  { rule: 'testing-imports', file: 'packages/testing/src/up.ts', source: "import '../../../apps/worker/src/planted';" },
  {
    rule: 'local-services-alone',
    file: 'packages/local-services/src/up.ts',
    source: "import '../../core/src/context';",
  },
  { rule: 'e2e-imports', file: 'e2e/tests/inside.ts', source: "import '../../packages/core/src/context';" },
  { rule: 'bench-imports', file: 'bench/src/inside.ts', source: "import '../../apps/worker/src/planted';" },
  {
    rule: 'only-tests-import-testing',
    file: 'apps/api/src/kit.ts',
    source: "import '../../../packages/testing/src/kit';",
  },
  {
    rule: 'only-tests-import-test-kits',
    file: `${core}/messages/uses-kit.ts`,
    source: "import './engine.test-kit';",
  },
  { rule: 'mongodb-in-collections-only', file: `${core}/messages/send-message.ts`, source: "import 'mongodb';" },
  { rule: 'mongodb-types-in-core-only', file: 'apps/api/src/driver.ts', source: "import type { Db } from 'mongodb';" },
];

/** Imports that the rules allow, so that a rule which forbids everything is noticed too. */
export const permitted = [
  { file: `${core}/context.ts`, source: "import './messages/index';" },
  { file: `${core}/conversations/inner.ts`, source: 'export const inner = 1;' },
  { file: `${core}/messages/messages.ts`, source: "import 'mongodb';" },
  { file: `${core}/messages/read.ts`, source: "import type { Db } from 'mongodb';\nimport '../conversations/index';" },
  {
    file: `${core}/messages/read.test.ts`,
    source: "import 'vitest';\nimport 'mongodb';\nimport '../../../testing/src/kit';",
  },
  { file: `${core}/messages/engine.test-kit.ts`, source: "import 'vitest';\nimport 'mongodb';" },
  { file: `${core}/messages/kit.test.ts`, source: "import './engine.test-kit';" },
  { file: 'packages/testing/src/kit.ts', source: "import '../../core/src/context';" },
  { file: 'packages/shared/src/ring-b.ts', source: "import './ring-a';" },
  { file: 'packages/shared/src/type-ring-a.ts', source: "import type { B } from './type-ring-b';" },
  { file: 'packages/shared/src/type-ring-b.ts', source: "import './type-ring-a';" },
  { file: 'packages/shared/src/fine.ts', source: "import 'zod';" },
  {
    file: 'apps/api/src/router.ts',
    source: "import '../../../packages/core/src/messages/index';\nexport const r = 1;",
  },
  { file: 'apps/worker/src/planted.ts', source: "import '../../../packages/core/src/messages/index';" },
  {
    file: 'apps/console/app/fine.ts',
    source:
      "import type { r } from '../../api/src/router';\nimport type { B } from '../../../packages/shared/src/type-ring-b';\nimport '../../../packages/shared/src/messages/limits';",
  },
  { file: 'packages/shared/src/messages/limits.ts', source: 'export const MAX = 1;' },
];

const libraries = ['zod', 'mongodb', 'fastify', 'vitest', 'undeclared-library'];

function write(base, file, text) {
  const target = path.join(base, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `${text}\n`);
}

function plant(base) {
  for (const rank of coreRanks)
    for (const slice of rank) write(base, `${core}/${slice}/index.ts`, 'export const x = 1;');
  for (const { file, source } of [...permitted, ...planted]) write(base, file, source);
  for (const name of libraries) {
    write(base, `node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(base, `node_modules/${name}/index.js`, 'module.exports = {};');
  }
  const dependencies = { zod: '1', mongodb: '1', fastify: '1' };
  const manifest = JSON.stringify({ dependencies, devDependencies: { vitest: '1' } });
  for (const folder of ['packages', 'apps'])
    for (const name of readdirSync(path.join(base, folder))) write(base, `${folder}/${name}/package.json`, manifest);
  write(base, 'e2e/package.json', manifest);
}

/** Plants every forbidden import in a folder of its own and answers what the check failed to see, or saw wrongly. */
export async function plantedViolations() {
  const base = mkdtempSync(path.join(tmpdir(), 'boundaries-'));
  try {
    if ((await checkBoundaries(base)).modules !== 0) return ['an empty folder was not reported as empty'];
    plant(base);
    const { violations, unseen } = await checkBoundaries(base);
    const problems = unseen.map((file) => `${file} was not read`);
    for (const { rule, file } of planted)
      if (!violations.some((found) => found.rule === rule && found.from === file))
        problems.push(`${rule} did not notice ${file}`);
    for (const { file } of permitted)
      for (const found of violations.filter((violation) => violation.from === file))
        problems.push(`${found.rule} refused ${file}, which is allowed`);
    for (const { name } of boundaryRules)
      if (!planted.some(({ rule }) => rule === name)) problems.push(`${name} has no planted violation`);
    return problems;
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}
