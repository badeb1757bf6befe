const code = /\.(tsx?|mjs|js)$/;
const product = /^(packages|apps|e2e|bench)\/.*\.tsx?$/;
const tests = /\.(test|spec)\.(tsx?|mjs)$/;
/** The service's worker, and the bare one that it is measured against. */
const workers = new Set(['apps/worker/src/runtime.ts', 'bench/floors/worker.ts']);
const settings = /(^|\/)settings\.ts$|\.config\.(ts|mjs|js)$|^e2e\//;

/** Blanks comments out, keeping every line in its place, so that a rule about code does not trip over prose. */
export function withoutComments(text) {
  const token = /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return text.replace(token, (all, string) => string ?? all.replace(/[^\n]/g, ' '));
}

function matches(text, pattern) {
  return [...text.matchAll(pattern)].map((match) => text.slice(0, match.index).split('\n').length);
}

/** A rule about text: `applies(file)` says where, `find(text, file)` answers the lines that break it. */
const forbid = (name, why, applies, pattern, { comments = false } = {}) => ({
  name,
  why,
  applies,
  find: (text) => matches(comments ? text : withoutComments(text), pattern),
});

export const sourceRules = [
  forbid(
    'environment-in-settings',
    'the environment is read in settings.ts only, and passed on as values (NEXT_RUNTIME is a constant of the bundler)',
    (file) => product.test(file) && !settings.test(file),
    /\bprocess\s*(?:\??\.\s*env\b(?!\.NEXT_RUNTIME\b)|\[\s*['"]env['"]\s*\])|\bimport\.meta\.env\b|import\s*\{[^}]*\benv\b[^}]*\}\s*from\s*['"](?:node:)?process['"]/g,
  ),
  forbid(
    'trpc-error-in-api',
    'TRPCError belongs to apps/api',
    (file) => product.test(file) && !file.startsWith('apps/api/'),
    /\bTRPCError\b/g,
  ),
  forbid(
    'worker-in-runtime',
    "apps/worker/src/runtime.ts makes the service's only BullMQ worker",
    (file) => product.test(file) && !workers.has(file),
    /\bnew\s+Worker\s*[(<]/g,
  ),
  forbid(
    'no-module-mocks',
    'modules are not mocked: test with the real thing',
    (file) => code.test(file),
    /\b(?:vi|vitest|jest)\s*\.\s*(?:mock|doMock|importMock|unstable_mockModule)\s*[(<]/g,
  ),
  forbid(
    'no-tests-left-out',
    'a test is neither singled out nor skipped',
    (file) => tests.test(file),
    /\b(?:it|test|describe|suite|bench)(?:\s*\.\s*\w+)*\s*\.\s*(?:only|skip|todo|fixme|fails)\b|\b(?:xit|xdescribe|fit|fdescribe)\s*\(/g,
  ),
  forbid(
    'no-suppressions',
    'checks are satisfied, not silenced',
    (file) => code.test(file),
    /@ts-(?:ignore|expect-error|nocheck)\b|\bbiome-ignore\b/g,
    {
      comments: true,
    },
  ),
  forbid(
    'no-empty-catch',
    'an error is handled or passed on',
    (file) => code.test(file),
    /\bcatch\s*(?:\([^)]*\)\s*)?\{\s*\}|\.catch\(\s*\(\s*\)\s*=>\s*\{\s*\}\s*\)/g,
  ),
  forbid('no-notes-to-self', 'work left over goes into an issue', () => true, /\b(?:TODO|FIXME)\b/g, {
    comments: true,
  }),
  forbid(
    'no-machine-paths',
    'a path of one machine means nothing on another',
    () => true,
    /(?<![\w.~-])\/(?:home|Users|root|work|workspace|builds)\/[\w.-]+|\b[A-Z]:\\+Users\\/g,
    { comments: true },
  ),
  {
    name: 'at-most-300-lines',
    why: 'a file over 300 lines is split',
    applies: (file) => code.test(file),
    find: (text) => (text.trimEnd().split('\n').length > 300 ? [301] : []),
  },
  {
    name: 'kebab-case-files',
    why: 'file names are kebab-case',
    applies: (file) => code.test(file),
    find: (_text, file) => (/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(file.split('/').at(-1)) ? [] : [1]),
  },
  {
    name: 'no-root-barrel',
    why: 'core and shared have one entry per slice and none for all',
    applies: (file) => /^packages\/(core|shared)\/src\/index\.tsx?$/.test(file),
    find: () => [1],
  },
  {
    name: 'api-exports-a-type',
    why: 'the api hands out the type of its router and no code',
    applies: (file) => file === 'apps/api/package.json',
    find: (text) => (JSON.stringify(JSON.parse(text).exports) === '{".":{"types":"./src/router.ts"}}' ? [] : [1]),
  },
  {
    name: 'entry-per-slice',
    why: 'core and shared export each slice by its own entry',
    applies: (file) => /^packages\/(core|shared)\/package\.json$/.test(file),
    find: (text) => (Object.hasOwn(JSON.parse(text).exports ?? {}, '.') ? [1] : []),
  },
];
