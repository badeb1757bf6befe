import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeMessage, FROZEN_PATHS, FrozenFieldError } from './change-message.ts';
import { openWorld, type World } from './world.test-kit.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
});
afterAll(() => w.close());

test.each([
  ...FROZEN_PATHS,
  'outbox',
  'events_published',
  'outbox_since',
  'content',
  'timestamps',
  'content.text.0',
  'custom_metadata.$',
  '$where',
])('%s is not to be set, removed or counted up', async (field) => {
  const id = await w.accept();
  const before = await w.read(id);
  await expect(
    changeMessage(w.ctx, id, { event: 'message.metadata_changed', set: { [field]: 'x' } }),
  ).rejects.toBeInstanceOf(FrozenFieldError);
  await expect(changeMessage(w.ctx, id, { event: 'message.metadata_changed', unset: [field] })).rejects.toBeInstanceOf(
    FrozenFieldError,
  );
  await expect(
    changeMessage(w.ctx, id, { event: 'message.metadata_changed', inc: { [field]: 1 } }),
  ).rejects.toBeInstanceOf(FrozenFieldError);
  expect(await w.read(id)).toEqual(before);
});

test('of many that want the same change one wins, and the others are told', async () => {
  const id = await w.accept();
  const changes = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      changeMessage(w.ctx, id, {
        event: 'message.metadata_changed',
        where: { backup_status: { $exists: false } },
        set: { backup_status: 'pending', checksum: `${i}` },
      }),
    ),
  );
  const winners = changes.filter((doc) => doc !== null);
  expect(winners).toHaveLength(1);
  expect((await w.read(id)).doc).toEqual(winners[0]);
});

test('nothing else in the service changes a stored message', () => {
  const root = path.resolve(import.meta.dirname, '..');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/\.test(-kit)?\.ts$/.test(file),
  );
  const changing = /\bmessages\([^)]*\)\s*\.\s*(update|replace|delete|findOneAnd|bulkWrite)\w*/;
  const found = files.filter((file) => changing.test(readFileSync(path.join(root, file), 'utf8')));
  expect(files.length).toBeGreaterThan(50);
  expect(found.sort()).toEqual(['demo/seed-demo-data.ts', 'messages/change-message.ts', 'messages/outbox-source.ts']);
});
