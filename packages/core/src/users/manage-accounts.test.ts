import type { Role } from '@message-service/shared/auth';
import { ListUsersInput } from '@message-service/shared/users';
import { createTestContext } from '@message-service/testing/context';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditLog, verifyAudit } from '../audit/index.ts';
import {
  changePassword,
  createAccount,
  createUser,
  disableUser,
  enableUser,
  findSession,
  listSessions,
  listUsers,
  resetPassword,
  sessions,
  setRoles,
  signIn,
  signInAttempts,
  signOutUser,
  unlockUser,
  users,
} from './index.ts';

const PASSWORD = 'correct horse battery';
const origin = { trace_id: 'trace-of-the-act', address_hash: 'ab'.repeat(32) };
let test: Awaited<ReturnType<typeof createTestContext>>;
let accounts = 0;
let me: { user_id: string; roles: Role[]; origin: typeof origin };

beforeAll(async () => {
  test = await createTestContext();
});
afterAll(() => test.close());

const make = (...roles: Role[]) => {
  accounts++;
  const email = `account${accounts}@example.org`;
  return createUser(test.ctx, { email, password: PASSWORD, display_name: `Person ${accounts}`, roles });
};
const from = { address: '203.0.113.7', userAgent: 'Firefox' };
const open = async (email: string, password = PASSWORD, userAgent = 'Firefox') =>
  (await signIn(test.ctx, { email, password, ...from, userAgent })).token;
const lastEntry = async (action: string) =>
  (await auditLog(test.ctx).find({ action }).sort({ sequence: -1 }).toArray())[0];
const list = async (input: Partial<ListUsersInput> = {}) => listUsers(test.ctx, me, ListUsersInput.parse({ ...input }));

beforeEach(async () => {
  await users(test.ctx).deleteMany({});
  me = { ...(await make('admin')), origin };
});

describe('createAccount', () => {
  it('makes a password that signs in, tells it once, and keeps it nowhere', async () => {
    const input = { email: 'New@example.org', display_name: 'New', roles: ['auditor' as const] };
    const { user, password } = await createAccount(test.ctx, me, input);
    expect(password).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
    expect(await findSession(test.ctx, await open('new@example.org', password))).toMatchObject({ roles: ['auditor'] });
    const entry = await lastEntry('users.create');
    expect(entry).toMatchObject({
      actor: { user_id: me.user_id, roles: ['admin'] },
      target: { type: 'user', id: user.user_id },
      before: null,
      after: { roles: ['auditor'], disabled: false },
      origin,
    });
    expect(JSON.stringify([entry, await users(test.ctx).find().toArray()])).not.toContain(password);
    await expect(createAccount(test.ctx, me, input)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('what an admin does to an account', () => {
  it('is audited with what was before and after, and ends its sessions where rights change', async () => {
    const other = await make('user');
    const id = { user_id: other.user_id };
    const acts = [
      [() => setRoles(test.ctx, me, { ...id, roles: ['user', 'moderator', 'user'] }), 'users.setRoles', true],
      [() => disableUser(test.ctx, me, { ...id, reason: 'left' }), 'users.disable', true],
      [() => enableUser(test.ctx, me, id), 'users.enable', false],
      [() => signOutUser(test.ctx, me, id), 'users.signOutEverywhere', true],
    ] as const;
    for (const [act, action, endsSessions] of acts) {
      await users(test.ctx).updateOne({ _id: id.user_id }, { $set: { disabled: action === 'users.enable' } });
      const token = action === 'users.enable' ? '' : await open(other.email);
      await act();
      expect(await findSession(test.ctx, token), action).toBeNull();
      expect((await sessions(test.ctx).countDocuments(id)) === 0, action).toBe(true);
      expect(endsSessions || token === '').toBe(true);
      expect(await lastEntry(action), action).toMatchObject({ target: { type: 'user', id: id.user_id }, origin });
    }
    expect(await lastEntry('users.setRoles')).toMatchObject({
      before: { roles: ['user'], disabled: false },
      after: { roles: ['user', 'moderator'], disabled: false },
    });
    expect(await lastEntry('users.disable')).toMatchObject({
      details: { reason: 'left' },
      before: { disabled: false },
      after: { disabled: true },
    });
    expect(await verifyAudit(test.ctx)).toMatchObject({ ok: true });
  });

  it('resets a password: the old one and its sessions are void, the new one signs in', async () => {
    const other = await make('user');
    const token = await open(other.email);
    const { password } = await resetPassword(test.ctx, me, { user_id: other.user_id });
    expect(await findSession(test.ctx, token)).toBeNull();
    await expect(open(other.email)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await findSession(test.ctx, await open(other.email, password))).not.toBeNull();
  });

  it('unlocks an account after ten failed sign-ins', async () => {
    const other = await make('user');
    for (let i = 0; i < 10; i++) {
      const wrong = { email: other.email, password: 'wrong', address: `198.51.100.${i}`, userAgent: '' };
      await signIn(test.ctx, wrong).catch(() => undefined);
    }
    await expect(open(other.email)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    const row = (await list({ text: other.email })).items[0];
    expect(row?.locked_until).toBeInstanceOf(Date);
    await unlockUser(test.ctx, me, { user_id: other.user_id });
    expect(await findSession(test.ctx, await open(other.email))).not.toBeNull();
    expect((await lastEntry('users.unlock'))?.before).toEqual({ locked_until: row?.locked_until?.toISOString() });
  });

  it.each([
    ['setRoles', (user_id: string) => setRoles(test.ctx, me, { user_id, roles: ['user'] })],
    ['disable', (user_id: string) => disableUser(test.ctx, me, { user_id })],
    ['sessions', (user_id: string) => listSessions(test.ctx, me, { user_id })],
    ['unlock', (user_id: string) => unlockUser(test.ctx, me, { user_id })],
  ])('%s answers NOT_FOUND for nobody', async (_name, act) => {
    await expect(act('user_nobody00001')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('somebody stays an admin', () => {
  const admins = () => users(test.ctx).countDocuments({ roles: 'admin', disabled: false });

  it('the last one can neither give the role up nor be disabled, and keeps what they have', async () => {
    const before = await users(test.ctx).findOne({ _id: me.user_id });
    const id = { user_id: me.user_id };
    await expect(setRoles(test.ctx, me, { ...id, roles: ['user'] })).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(disableUser(test.ctx, me, id)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await users(test.ctx).findOne({ _id: me.user_id })).toEqual(before);
    await setRoles(test.ctx, me, { ...id, roles: ['user', 'admin'] });
  });

  it('a disabled admin does not count, an enabled one does', async () => {
    const other = await make('admin');
    await disableUser(test.ctx, me, { user_id: other.user_id });
    await expect(disableUser(test.ctx, me, { user_id: me.user_id })).rejects.toMatchObject({ code: 'CONFLICT' });
    await enableUser(test.ctx, me, { user_id: other.user_id });
    expect(await disableUser(test.ctx, me, { user_id: me.user_id })).toMatchObject({ disabled: true });
  });

  it('ten rounds of three admins who all remove one another at once', async () => {
    await users(test.ctx).deleteMany({});
    const three = await Promise.all([make('admin'), make('admin'), make('admin')]);
    for (let round = 0; round < 10; round++) {
      await users(test.ctx).updateMany({}, { $set: { roles: ['admin'], disabled: false } });
      const acts = three.flatMap(({ user_id }, i) => [
        i % 2 ? disableUser(test.ctx, me, { user_id }) : setRoles(test.ctx, me, { user_id, roles: ['user'] }),
      ]);
      await Promise.allSettled(acts);
      expect(await admins()).toBeGreaterThanOrEqual(1);
      expect(await users(test.ctx).countDocuments({ leaving_admins_until: { $exists: true } })).toBe(0);
    }
  });
});

describe('listUsers', () => {
  it('pages by address and says what is open, audited', async () => {
    const made = [];
    for (let i = 0; i < 5; i++) made.push(await make('user'));
    const [first] = made;
    if (!first) throw new Error('nobody');
    await open(first.email);
    await open(first.email);
    const all = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 2, cursor });
      all.push(...page.items);
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(all.map(({ email }) => email)).toEqual([me, ...made].map((user) => (user as typeof first).email).toSorted());
    expect(all.find(({ user_id }) => user_id === first.user_id)).toMatchObject({
      open_sessions: 2,
      locked_until: null,
    });
    expect(Object.keys(all[0] ?? {})).not.toContain('password_hash');
    expect(await lastEntry('users.list')).toMatchObject({ actor: { user_id: me.user_id } });
  });

  it('finds by the beginning of an address, of a word of the name, of an id; by role and state', async () => {
    const other = await make('moderator');
    await users(test.ctx).updateOne({ _id: other.user_id }, { $set: { display_name: 'Ana (.*) Ruiz' } });
    const found = async (input: Partial<ListUsersInput>) => (await list(input)).items.map(({ user_id }) => user_id);
    for (const text of [other.email.toUpperCase(), 'ruiz', '(.*)', other.user_id.slice(0, 20)])
      expect(await found({ text }), text).toContain(other.user_id);
    for (const text of ['uiz', '.*', 'x']) expect(await found({ text }), text).not.toContain(other.user_id);
    expect(await found({ role: 'moderator' })).toEqual([other.user_id]);
    expect(await found({ state: 'disabled' })).toEqual([]);
    expect(await found({ state: 'enabled', text: 'ana' })).toEqual([other.user_id]);
  });
});

describe('listSessions', () => {
  it('tells device, hashed address and times, and nothing that opens one', async () => {
    const other = await make('user');
    const token = await open(other.email, PASSWORD, 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0');
    const { items } = await listSessions(test.ctx, me, { user_id: other.user_id });
    expect(items).toEqual([
      {
        session_id: expect.stringMatching(/^[0-9a-f]{16}$/),
        created_at: expect.any(Date),
        last_seen_at: expect.any(Date),
        expires_at: expect.any(Date),
        address_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
      },
    ]);
    expect(JSON.stringify(items)).not.toContain(token);
    await signOutUser(test.ctx, me, { user_id: other.user_id });
    expect(await listSessions(test.ctx, me, { user_id: other.user_id })).toEqual({ items: [] });
  });
});

describe('changePassword', () => {
  const change = (
    who: { user_id: string; roles: Role[] },
    current_password: string,
    new_password = 'another good one',
  ) => changePassword(test.ctx, who, { current_password, new_password }, from);

  it('ends every session, opens one, and only the new password signs in', async () => {
    const other = await make('user');
    const tokens = [await open(other.email), await open(other.email)];
    const { token } = await change(other, PASSWORD);
    for (const old of tokens) expect(await findSession(test.ctx, old)).toBeNull();
    expect(await findSession(test.ctx, token)).toMatchObject({ user_id: other.user_id });
    await expect(open(other.email)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await open(other.email, 'another good one')).toEqual(expect.any(String));
  });

  it('needs the present password, another one than it, and stops guessing after ten', async () => {
    const other = await make('user');
    await expect(change(other, PASSWORD, PASSWORD)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    const codes = [];
    for (let i = 0; i < 11; i++)
      codes.push(await change(other, 'wrong').catch((error: { code: string }) => error.code));
    expect(codes).toEqual([...Array(10).fill('VALIDATION_FAILED'), 'RATE_LIMITED']);
    await expect(change(other, PASSWORD)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await signInAttempts(test.ctx).deleteMany({});
    await change(other, PASSWORD);
  });
});
