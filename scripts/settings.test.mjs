import { readdirSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { at } from './lib/paths.mjs';

const example = readFileSync(at('.env.example'), 'utf8');
const [read, reserved] = example.split('# Reserved').map((text) => parseEnv(text));
const ofScriptsOnly = ['DATA_DIR', 'DEMO_DATA'];
/** Given by `npm start` and compose to the console; nobody sets it. */
const handedOver = ['API_URL'];
const apps = ['api', 'worker', 'ops'];

function settingsFiles(folder) {
  return readdirSync(at(folder), { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && /^settings(-schema)?\.ts$/.test(entry.name) && !entry.parentPath.includes('node_modules'),
    )
    .map((entry) => `${entry.parentPath}/${entry.name}`);
}

/** The variables that a schema of the service names. */
function namesInSchemas() {
  const files = ['packages/core/src', 'apps/api/src', 'apps/worker/src', 'apps/ops/src', 'apps/console'].flatMap(
    settingsFiles,
  );
  const names = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^ +([A-Z][A-Z0-9_]+):/gm)].map((match) => match[1]),
  );
  return [...new Set(names)].filter((name) => !handedOver.includes(name)).sort();
}

test('.env.example names every setting, and none that nothing reads', () => {
  const named = Object.keys(read).filter((name) => !ofScriptsOnly.includes(name));
  expect(named.sort()).toEqual(namesInSchemas());
});

test('what .env.example calls reserved is read by nothing yet', () => {
  const names = namesInSchemas();
  expect(Object.keys(reserved).filter((name) => names.includes(name))).toEqual([]);
});

test.each(apps)('.env.example shows the defaults of %s', async (app) => {
  const { readSettings } = await import(at('apps', app, 'src', 'settings.ts'));
  const before = { ...process.env };
  for (const name of Object.keys(read)) delete process.env[name];
  Object.assign(process.env, { MONGODB_URL: 'mongodb://127.0.0.1:1', REDIS_URL: 'redis://127.0.0.1:1' });
  const settings = readSettings();
  process.env = before;
  const shown = Object.entries(settings)
    .filter(([name]) => !['MONGODB_URL', 'REDIS_URL', 'HASH_SECRET_KEY', 'AUDIT_SECRET_KEY'].includes(name))
    .map(([name, value]) => [name, String(value)]);
  expect(Object.fromEntries(shown.map(([name]) => [name, read[name]]))).toEqual(Object.fromEntries(shown));
});
