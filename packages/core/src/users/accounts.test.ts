import { CreateUserInput } from '@message-service/shared/auth';
import { UserId } from '@message-service/shared/ids';
import { createTestContext } from '@message-service/testing/context';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUser, ensureDemoUser, findSession, signIn, users } from './index.ts';

const input = {
  email: 'Admin@Demo.local',
  password: 'a first password',
  display_name: 'Admin',
  roles: ['admin' as const],
};
const from = { address: '203.0.113.9', userAgent: 'test' };
let test: Awaited<ReturnType<typeof createTestContext>>;

beforeAll(async () => {
  test = await createTestContext();
});
afterAll(() => test.close());

describe('createUser', () => {
  it('stores a lower-cased address and an argon2id hash of the recommended cost', async () => {
    const user = await createUser(test.ctx, { ...input, email: 'New@Example.ORG' });
    expect(user.user_id).toSatisfy((id) => UserId.safeParse(id).success);
    const stored = await users(test.ctx).findOne({ email: 'new@example.org' });
    expect(stored?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(Object.keys(user).sort()).toEqual(
      ['created_at', 'disabled', 'display_name', 'email', 'roles', 'updated_at', 'user_id'].sort(),
    );
  });

  it('refuses a taken address in any case, and a taken id', async () => {
    const user = await createUser(test.ctx, { ...input, email: 'taken@example.org' });
    const again = createUser(test.ctx, { ...input, email: 'TAKEN@example.org' });
    await expect(again).rejects.toMatchObject({ code: 'CONFLICT' });
    const sameId = createUser(test.ctx, { ...input, email: 'free@example.org', user_id: user.user_id });
    await expect(sameId).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it.each([
    ['a short password', { password: 'eleven char' }],
    ['no role', { roles: [] }],
    ['an unknown role', { roles: ['root'] }],
    ['a malformed address', { email: 'nobody' }],
    ['an unknown key', { disabled: false }],
  ])('has a schema that refuses %s', (_name, change) => {
    expect(CreateUserInput.safeParse({ ...input, ...change }).success).toBe(false);
  });
});

describe('ensureDemoUser', () => {
  it('creates the account once, five times at once', async () => {
    const demo = { ...input, user_id: 'user_admin00001' };
    const made = await Promise.all(Array.from({ length: 5 }, () => ensureDemoUser(test.ctx, demo)));
    expect(new Set(made.map((user) => user.user_id))).toEqual(new Set(['user_admin00001']));
    expect(await users(test.ctx).countDocuments({ email: 'admin@demo.local' })).toBe(1);
  });

  it('leaves an account as it is while the password matches', async () => {
    const before = await users(test.ctx).findOne({ email: 'admin@demo.local' });
    await ensureDemoUser(test.ctx, { ...input, display_name: 'Other', roles: ['user'] });
    expect(await users(test.ctx).findOne({ email: 'admin@demo.local' })).toEqual(before);
  });

  it('replaces a password that no longer matches and ends the sessions of the old one', async () => {
    const { token } = await signIn(test.ctx, { ...input, ...from });
    await ensureDemoUser(test.ctx, { ...input, password: 'a second password' });
    expect(await findSession(test.ctx, token)).toBeNull();
    await expect(signIn(test.ctx, { ...input, ...from })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    const { user } = await signIn(test.ctx, { ...input, ...from, password: 'a second password' });
    expect(user).toMatchObject({ user_id: 'user_admin00001', roles: ['admin'] });
  });

  it('reports an id that another account has', async () => {
    const clash = { ...input, email: 'other@demo.local', user_id: 'user_admin00001' };
    await expect(ensureDemoUser(test.ctx, clash)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
