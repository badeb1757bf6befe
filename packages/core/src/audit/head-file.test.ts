import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestContext } from '@message-service/testing/context';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createContext } from '../context.ts';
import { keepHeadFile, readHeadFiles } from './head-file.ts';
import { auditHeads, auditLog, getAuditHead, recordAudit, reportAudit, verifyAudit } from './index.ts';

let test: Awaited<ReturnType<typeof createTestContext>>;
let folder: string;
let file: string;
const actor = { user_id: 'user_admin00001', roles: ['admin' as const] };
const act = { actor, action: 'users.disable', target: { type: 'user', id: 'user_1' } } as const;
const hash = (digit: number) => String(digit).repeat(64);

/** As other processes have it: a memory of their own. */
const asAnother = async <T>(run: (ctx: Awaited<ReturnType<typeof createContext>>) => Promise<T>): Promise<T> => {
  const ctx = await createContext({ ...test.settings, AUDIT_HEAD_FILE: file }, test.ctx.log, 'another process');
  return run(ctx).finally(() => ctx.close());
};
const add = (count: number) =>
  asAnother(async (ctx) => {
    for (let i = 0; i < count; i++) await recordAudit(ctx, act);
  });

beforeAll(async () => {
  test = await createTestContext();
});
afterAll(() => test.close());
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'audit-head-'));
  file = path.join(folder, 'head');
  await Promise.all([auditLog(test.ctx).deleteMany({}), auditHeads(test.ctx).deleteMany({})]);
});
afterEach(() => rm(folder, { recursive: true }));

it('the head that stands there is that of the log, and the only one', async () => {
  await add(3);
  const { sequence, hash } = await getAuditHead(test.ctx);
  expect(await readHeadFiles(file)).toEqual([{ sequence, hash }]);
  expect(await readdir(folder)).toEqual([`head.${sequence}-${hash}`]);
});

it('a tail cut off together with a true older head put back is never forgotten, however much comes after it', async () => {
  await add(3);
  const older = await auditHeads(test.ctx).findOne({ _id: 'head' });
  await add(3);
  const [kept] = await readHeadFiles(file);
  await auditLog(test.ctx).deleteMany({ sequence: { $gt: 4 } });
  if (older) await auditHeads(test.ctx).replaceOne({ _id: 'head' }, older);

  const isCut = async () => {
    const report = await asAnother((ctx) => reportAudit(ctx, actor));
    expect(report.faults.map(({ kind, sequence }) => [kind, sequence])).toEqual([['cut', 5]]);
    expect(report.heads_compared).toBe(1);
  };
  await isCut();
  for (let i = 0; i < 5; i++) await expect(add(1)).rejects.toThrow('no longer holds entry 7');
  await isCut();

  // nor by a process that was told of no file
  for (let i = 0; i < 6; i++) await recordAudit(test.ctx, act);
  await expect(add(1)).rejects.toThrow('no longer holds entry 7');
  const report = await asAnother((ctx) => verifyAudit(ctx));
  expect(report.faults.map(({ kind, sequence }) => [kind, sequence])).toEqual([['head', 7]]);
  expect(await readHeadFiles(file)).toEqual([kept]);
});

it('a process that was slower takes away nothing that another has written', async () => {
  await keepHeadFile(file, { sequence: 9, hash: hash(9) }, []);
  const seenBySlow = await readHeadFiles(file);
  await keepHeadFile(file, { sequence: 11, hash: hash(1) }, seenBySlow);
  await keepHeadFile(file, { sequence: 10, hash: hash(0) }, seenBySlow);
  const heads = await readHeadFiles(file);
  expect(heads.map(({ sequence }) => sequence)).toEqual([11, 10]);
  await keepHeadFile(file, { sequence: 12, hash: hash(2) }, heads);
  expect((await readHeadFiles(file)).map(({ sequence }) => sequence)).toEqual([12]);
});

it('six processes at once leave the end of the log there', async () => {
  await Promise.all(Array.from({ length: 6 }, () => add(10)));
  const { sequence, hash } = await getAuditHead(test.ctx);
  expect(sequence).toBe(61);
  expect((await readHeadFiles(file))[0]).toEqual({ sequence, hash });
  expect(await asAnother((ctx) => verifyAudit(ctx))).toMatchObject({ ok: true, checked: 61 });
});

it('where nothing can be written, no privileged act passes', async () => {
  await writeFile(path.join(folder, 'plain'), '');
  file = path.join(folder, 'plain', 'head');
  await expect(add(1)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(await auditLog(test.ctx).countDocuments()).toBe(0);
});
