/** Core's slices from left to right; a slice imports those of earlier ranks, and the others of its own. */
export const coreRanks = [
  [
    'outbound',
    'mongo',
    'redis',
    'gate',
    'metrics',
    'limits',
    'users',
    'external',
    'events',
    'audit',
    'budgets',
    'llm',
    'queues',
  ],
  ['safety'],
  ['conversations'],
  ['messages'],
  ['moderation'],
  ['search'],
  ['analytics'],
  ['exports'],
  ['templates', 'retention', 'flags', 'alerts', 'health', 'demo'],
];

/** The stored collections. `core/src/<slice>/<collection in kebab-case>.ts` is a collection file: it may use the driver. */
export const collections = [
  'messages',
  'conversations',
  'conversation-stats',
  'conversation-summaries',
  'message-events',
  'processing-queue',
  'message-analytics',
  'message-search-index',
  'moderation-cases',
  'moderators',
  'templates',
  'exports',
  'feature-flags',
  'alerts',
  'audit-log',
  'budgets',
  'budget-days',
  'audit-heads',
  'users',
  'safety-policies',
  'safety-differences',
  'sessions',
  'sign-in-attempts',
  'llm-overrides',
  'llm-calls',
];

const testKits = String.raw`\.test-kit\.tsx?$`;
const tests = String.raw`\.test(-kit)?\.tsx?$`;
const slices = coreRanks.flat().join('|');
const library = (names) => `(^|/)node_modules/(${names})(/|$)`;
const ours = '^(packages|apps|e2e|bench)/';
const webFrameworks = library('fastify|@fastify|@trpc|next|react|react-dom');

const forbid = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

/** A package may import, of our own packages, only the given ones. */
const onlyOurs = (name, folder, allowed, comment) =>
  forbid(name, comment, { path: `^${folder}/` }, { path: ours, pathNot: [`^${folder}/`, ...allowed] });

const leftward = coreRanks.slice(0, -1).map((rank, index) => {
  const right = coreRanks
    .slice(index + 1)
    .flat()
    .join('|');
  return forbid(
    `core-leftward-from-${rank[0]}`,
    `${rank.join(', ')} must not import what stands to the right of it`,
    { path: `^packages/core/src/(${rank.join('|')})/` },
    { path: `^packages/core/src/(${right})/` },
  );
});

const core = '^packages/core/';
const shared = '^packages/shared/';
const testing = '^packages/testing/';

export const boundaryRules = [
  forbid(
    'no-cycles',
    'modules must not import each other in a circle (a circle that any `import type` breaks does not exist at run time)',
    {},
    { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  ),
  // the example imports the client as its users do, from an installed tarball
  forbid(
    'resolvable',
    'the import leads nowhere',
    { path: ours, pathNot: ['^packages/client/example/'] },
    { couldNotResolve: true },
  ),
  forbid(
    'declared-dependencies',
    'a library has to stand in the package.json of the package that imports it',
    { path: ours },
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  ),
  forbid(
    'no-dev-dependencies-at-run-time',
    'source that ships must not need a devDependency',
    { path: '^(packages|apps)/[^/]+/(src|app|features|ui|lib|trpc)/', pathNot: [tests] },
    { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: [ours] },
  ),
  forbid(
    'shared-only-zod',
    'shared imports zod and nothing else: it has to run in a browser',
    { path: `${shared}src/`, pathNot: [tests] },
    { pathNot: [`${shared}src/`, library('zod')] },
  ),
  onlyOurs('shared-stands-alone', 'packages/shared', [], 'shared imports no other package of ours'),
  onlyOurs('core-imports', 'packages/core', [shared, testing], 'core imports, of ours, only shared'),
  forbid(
    'core-no-frameworks',
    'core knows no HTTP server and no user interface',
    { path: core },
    { path: webFrameworks },
  ),
  forbid(
    'core-known-slices',
    `a folder of core has to have its place in the order of slices: ${slices.replaceAll('|', ', ')}`,
    { path: `${core}src/[^/]+/`, pathNot: [`${core}src/(${slices})/`] },
    {},
  ),
  ...leftward,
  forbid(
    'core-slice-by-index',
    "a slice imports another only through that slice's index.ts",
    { path: `${core}src/([^/]+)/` },
    { path: `${core}src/[^/]+/`, pathNot: [`${core}src/$1/`, `${core}src/[^/]+/index\\.ts$`] },
  ),
  forbid(
    'core-by-entry',
    'core is entered through the index.ts of a slice, context.ts or settings.ts',
    { pathNot: [`${core}src/[^/]+/`] },
    { path: `${core}src/[^/]+/`, pathNot: [`${core}src/[^/]+/index\\.ts$`] },
  ),
  onlyOurs('api-imports', 'apps/api', [core, shared, testing], 'the api imports, of ours, only core and shared'),
  onlyOurs(
    'worker-imports',
    'apps/worker',
    [core, shared, testing],
    'the worker imports, of ours, only core and shared',
  ),
  onlyOurs('ops-imports', 'apps/ops', [core, shared, testing], 'ops imports, of ours, only core and shared'),
  forbid(
    'doors-stay-apart',
    'worker and ops serve no HTTP application',
    { path: '^apps/(worker|ops)/' },
    { path: webFrameworks },
  ),
  onlyOurs(
    'console-imports',
    'apps/console',
    [shared, testing, '^apps/api/src/router\\.ts$'],
    "the console imports, of ours, only shared and the type of the api's router",
  ),
  onlyOurs(
    'client-imports',
    'packages/client',
    [shared, '^apps/api/src/router\\.ts$'],
    "the client imports, of ours, only the types of shared and of the api's router",
  ),
  forbid(
    'client-types-only',
    'the client is installed without the workspace: it takes only types from it',
    { path: '^packages/client/' },
    { path: `^apps/|${shared}`, dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'console-api-types-only',
    'the console takes only types from the api',
    { path: '^apps/console/' },
    { path: '^apps/api/', dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'console-no-schemas',
    'zod compiles its schemas by eval, which the content security policy of the console refuses: the browser takes types and plain limits from shared',
    { path: '^apps/console/', pathNot: [tests] },
    {
      path: shared,
      pathNot: ['/(limits|console-header)\\.ts$', `${shared}src/text/`],
      dependencyTypesNot: ['type-only'],
    },
  ),
  onlyOurs(
    'testing-imports',
    'packages/testing',
    [core, shared, '^packages/local-services/'],
    'testing imports, of ours, only core, shared and local-services',
  ),
  onlyOurs('local-services-alone', 'packages/local-services', [], 'local-services imports no other package of ours'),
  onlyOurs('e2e-imports', 'e2e', [shared, testing], 'the journeys import, of ours, only shared and testing'),
  onlyOurs(
    'bench-imports',
    'bench',
    [core, shared, testing, '^packages/local-services/'],
    'the benchmarks import, of ours, only packages: apps are measured as programs',
  ),
  forbid(
    'only-tests-import-testing',
    'only tests import testing',
    { pathNot: [tests, '^e2e/', '^bench/', testing] },
    { path: testing },
  ),
  forbid(
    'only-tests-import-test-kits',
    'what is named *.test-kit.ts exists for tests',
    { pathNot: [tests, testing] },
    { path: testKits },
  ),
  forbid(
    'mongodb-in-collections-only',
    'the driver is used only in core/src/mongo and in collection files; elsewhere in core its types may be imported',
    {
      path: ours,
      pathNot: [tests, testing, '^bench/', `${core}src/mongo/`, `${core}src/[^/]+/(${collections.join('|')})\\.ts$`],
    },
    { path: library('mongodb'), dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'mongodb-types-in-core-only',
    'outside core not even the types of the driver are used',
    { path: ours, pathNot: [tests, core, testing, '^packages/local-services/', '^bench/'] },
    { path: library('mongodb') },
  ),
];
