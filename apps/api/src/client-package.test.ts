import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { messages, processMessageOnce } from '@message-service/core/messages';
import { makeIdentity } from '@message-service/testing/factories';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, bearer, startApi } from './testing/api.test-kit.ts';
import { openLine } from './testing/cut-line.test-kit.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '..', '..', '..');
const client = path.join(root, 'packages', 'client');
const compiler = path.join(client, 'node_modules', 'typescript', 'bin', 'tsc');

let api: Api;
let project: string;
beforeAll(async () => {
  api = await startApi();
  project = mkdtempSync(path.join(tmpdir(), 'client-package-'));
});
afterAll(async () => {
  rmSync(project, { recursive: true, force: true });
  await api.close();
});

const compilerOptions = {
  ...{
    target: 'ES2022',
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    lib: ['ES2023', 'DOM', 'DOM.AsyncIterable'],
  },
  ...{ strict: true, noUncheckedIndexedAccess: true, skipLibCheck: false, types: [], outDir: 'out' },
};

/** An empty project with the packed client, which needs nothing else and no network. */
const installClient = async () => {
  await run('npm', ['pack', '--pack-destination', project, '--loglevel=error'], { cwd: client });
  writeFileSync(path.join(project, 'package.json'), JSON.stringify({ name: 'empty', type: 'module', private: true }));
  const include = ['journey.ts', 'wrong.ts'];
  writeFileSync(path.join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include }));
  writeFileSync(path.join(project, 'wrong.ts'), WRONG.join('\n'));
  const { version } = JSON.parse(readFileSync(path.join(client, 'package.json'), 'utf8'));
  const flags = ['--offline', '--no-audit', '--no-fund', '--cache', path.join(project, '.npm')];
  await run('npm', ['install', `./message-service-client-${version}.tgz`, ...flags], { cwd: project });
  cpSync(path.join(client, 'example', 'journey.ts'), path.join(project, 'journey.ts'));
};

/** Answers what is accepted, as a worker would. */
const work = (signal: AbortSignal) => {
  const worker = { id: 'w', stopping: signal };
  const busy = new Set<string>();
  const timer = setInterval(async () => {
    for await (const { _id } of messages(api.t.ctx).find({ processing_status: 'queued' })) {
      if (busy.has(_id)) continue;
      busy.add(_id);
      await processMessageOnce(api.t.ctx, _id, worker);
    }
  }, 50);
  signal.addEventListener('abort', () => clearInterval(timer));
};

/** Each line has one fault, which the types have to find. */
const WRONG = [
  "import { createMessageClient } from '@message-service/client';",
  "const client = createMessageClient({ url: 'http://localhost' });",
  'client.conversations.explode;',
  'client.conversations.create.mutate({ character_id: 7 });',
  'client.conversations.get.query();',
  'client.conversations.get.mutate;',
  "client.messages.get.query({ message_id: '' }).then(({ content }) => content.txt);",
];

test('installed from its tarball into an empty project, it type-checks and makes the whole journey', async () => {
  await installClient();
  const refused: unknown = await run(process.execPath, [compiler, '-p', '.'], { cwd: project }).catch(
    (error: unknown) => error,
  );
  const faults = [...String(Reflect.get(Object(refused), 'stdout')).matchAll(/^(\S+)\((\d+),/gm)];
  expect(faults.map(([, file, line]) => `${file}:${line}`)).toEqual([3, 4, 5, 6, 7].map((line) => `wrong.ts:${line}`));
  const installed = readFileSync(path.join(project, 'package-lock.json'), 'utf8');
  expect(Object.keys(JSON.parse(installed).packages)).toEqual(['', 'node_modules/@message-service/client']);

  const line = await openLine('127.0.0.1', api.port);
  const stopping = new AbortController();
  const me = makeIdentity();
  const token = (await bearer(me)).replace('Bearer ', '');
  const child = spawn(process.execPath, ['out/journey.js', `http://127.0.0.1:${line.port}`, token], { cwd: project });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  work(stopping.signal);
  const said: Record<string, unknown> = {};
  for await (const text of createInterface(child.stdout)) {
    const { name, value } = JSON.parse(text);
    said[name] = value;
    if (name !== 'streaming') continue;
    await line.cut();
    await line.mend();
  }
  stopping.abort();
  await line.close();
  expect(errors).toBe('');
  expect(said).toMatchObject({
    conversation: { isDate: true },
    tokens: [false, true],
    sent: { lostAnswers: 2 },
    reply: { same: true, inOrder: true },
    missing: { code: 'NOT_FOUND', paths: [], traced: true },
    invalid: { code: 'VALIDATION_FAILED', paths: ['character_id'], traced: true },
    forbidden: { code: 'FORBIDDEN' },
    aborted: { code: 'ABORTED' },
    live: true,
  });
  expect(Object(said.reply).tokens).toBeGreaterThan(5);
  // sent twice because the answer was lost, stored once
  expect(await messages(api.t.ctx).countDocuments({ user_id: me.user_id, role: 'user' })).toBe(2);
}, 240_000);
