import { createTestContext, type TestContext } from '@message-service/testing/context';
import { type BulkWriteResult, Collection, MongoBulkWriteError, MongoNetworkError } from 'mongodb';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findDuplicates, isDuplicateKey, isRefusedWrite, isUnavailable } from './index.ts';
import { insertTogether } from './insert-together.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
  await t.ctx.db.createCollection('together', { validator: { $jsonSchema: { required: ['text'] } } });
});
afterAll(() => t.close());

const insert = (_id: number, doc: object = { text: 'x' }) => insertTogether(t.ctx.db, 'together', { _id, ...doc });
const stored = () => t.ctx.db.collection('together').countDocuments();

test('many at once are stored by few commands, each exactly once', async () => {
  const commands = vi.spyOn(Collection.prototype, 'insertMany');
  await Promise.all(Array.from({ length: 450 }, (_, i) => insert(i)));
  expect(commands).toHaveBeenCalledTimes(3);
  commands.mockRestore();
  expect(await stored()).toBe(450);
});

test('one that is refused fails alone, and says why', async () => {
  const before = await stored();
  const outcomes = await Promise.allSettled([
    insert(1_000),
    insert(1),
    insert(1_001),
    insert(1_002, {}),
    insert(1_000),
  ]);
  const [fine, bad] = ['fulfilled', 'rejected'];
  expect(outcomes.map(({ status }) => status)).toEqual([fine, bad, fine, bad, bad]);
  const errors = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason : undefined));
  expect(errors.map(isDuplicateKey)).toEqual([false, true, false, false, true]);
  expect(errors.map(isRefusedWrite)).toEqual([false, true, false, true, true]);
  expect(await stored()).toBe(before + 2);
});

test('a command that fails as a whole fails for all of them, and the next is tried', async () => {
  const closed = await createTestContext();
  await closed.close();
  const lost = await Promise.allSettled([1, 2].map((_id) => insertTogether(closed.ctx.db, 'together', { _id })));
  expect(lost.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(insertTogether(closed.ctx.db, 'together', { _id: 3 })).rejects.toThrow();
});

test('a connection that is lost on the way is no answer: nobody is told that theirs was stored', async () => {
  const lost = new MongoNetworkError('connection reset');
  const nothing = { getWriteErrors: () => [], getWriteConcernError: () => undefined, insertedCount: 0 };
  const command = vi.spyOn(Collection.prototype, 'insertMany');
  // as the driver throws it
  command.mockRejectedValueOnce(new MongoBulkWriteError(lost, nothing as unknown as BulkWriteResult));
  const outcomes = await Promise.allSettled([insert(3_000), insert(3_001)]);
  command.mockRestore();
  expect(outcomes).toEqual([lost, lost].map((reason) => ({ status: 'rejected', reason })));
  expect(outcomes.every((outcome) => outcome.status === 'rejected' && isUnavailable(outcome.reason))).toBe(true);
});

test('of a bulk that a lost connection ended, nothing is taken for a duplicate', () => {
  const nothing = { getWriteErrors: () => [], getWriteConcernError: () => undefined, insertedCount: 0 };
  const error = new MongoBulkWriteError(new MongoNetworkError('reset'), nothing as unknown as BulkWriteResult);
  expect(findDuplicates(error)).toBeNull();
  expect(isUnavailable(error)).toBe(true);
});

test('a command that hangs holds up only those that went with it', async () => {
  const insertMany = Collection.prototype.insertMany;
  const hanging = vi
    .spyOn(Collection.prototype, 'insertMany')
    .mockImplementationOnce(() => new Promise(() => undefined));
  hanging.mockImplementation(function (this: Collection, ...args) {
    return insertMany.apply(this, args);
  });
  void insert(2_000);
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  await insert(2_001);
  expect(hanging).toHaveBeenCalledTimes(2);
  hanging.mockRestore();
});
