import { createTestContext } from '@message-service/testing/context';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUser, findSession, revokeSessions, sessions, signIn, signOut, users } from './index.ts';

const PASSWORD = 'correct horse battery';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let test: Awaited<ReturnType<typeof createTestContext>>;
let accounts = 0;

beforeAll(async () => {
  test = await createTestContext();
});
afterAll(() => test.close());

const start = Date.now();
const at = (ms: number) => ({ ...test.ctx, now: () => new Date(start + ms) });

const newSession = async () => {
  accounts++;
  const email = `session${accounts}@example.org`;
  const user = await createUser(at(0), { email, password: PASSWORD, display_name: 'Somebody', roles: ['moderator'] });
  const input = { email, password: PASSWORD, address: '203.0.113.7', userAgent: 'test' };
  const open = async () => (await signIn(at(0), input)).token;
  return { user, open, token: await open() };
};
const storedTimes = async (userId: string) => {
  const found = await sessions(test.ctx).findOne({ user_id: userId });
  return found && [found.last_seen_at.getTime() - start, found.expires_at.getTime() - start];
};

describe('findSession', () => {
  it('gives the person with the roles of today', async () => {
    const { user, token } = await newSession();
    await users(test.ctx).updateOne({ _id: user.user_id }, { $set: { roles: ['auditor'] } });
    const { user_id, email, display_name } = user;
    const expires_at = new Date(start + 12 * HOUR);
    expect(await findSession(at(0), token)).toEqual({ user_id, email, display_name, roles: ['auditor'], expires_at });
  });

  it.each([
    ['empty', ''],
    ['of another form', 'x'.repeat(44)],
    ['an operator', '{"$ne":null}'],
    ['never given out', 'A'.repeat(43)],
  ])('gives null for a token that is %s', async (_name, token) => {
    expect(await findSession(at(0), token)).toBeNull();
  });

  it('does not take the stored hash for a token', async () => {
    const { user } = await newSession();
    const stored = await sessions(test.ctx).findOne({ user_id: user.user_id });
    expect(stored?._id).toMatch(/^[0-9a-f]{64}$/);
    expect(await findSession(at(0), stored?._id ?? '')).toBeNull();
  });

  it('moves the idle limit on, writing at most once a minute', async () => {
    const { user, token } = await newSession();
    await findSession(at(MINUTE - 1), token);
    expect(await storedTimes(user.user_id)).toEqual([0, 12 * HOUR]);
    await findSession(at(MINUTE), token);
    expect(await storedTimes(user.user_id)).toEqual([MINUTE, 12 * HOUR + MINUTE]);
    await findSession(at(2 * MINUTE - 1), token);
    expect(await storedTimes(user.user_id)).toEqual([MINUTE, 12 * HOUR + MINUTE]);
  });

  it('ends after 12 idle hours', async () => {
    const { token } = await newSession();
    expect(await findSession(at(12 * HOUR), token)).toBeNull();
    expect(await findSession(at(12 * HOUR - 1), token)).not.toBeNull();
    expect(await findSession(at(24 * HOUR - 2), token)).not.toBeNull();
  });

  it('does not move the limit on when somebody only looks', async () => {
    const { user, token } = await newSession();
    expect(await findSession(at(11 * HOUR), token, { touches: false })).toMatchObject({
      expires_at: new Date(start + 12 * HOUR),
    });
    expect(await storedTimes(user.user_id)).toEqual([0, 12 * HOUR]);
    expect(await findSession(at(12 * HOUR), token, { touches: false })).toBeNull();
  });

  it('ends after seven days however busy', async () => {
    const { user, token } = await newSession();
    for (let hours = 10; hours < 7 * 24; hours += 10) {
      expect(await findSession(at(hours * HOUR), token)).not.toBeNull();
    }
    expect(await storedTimes(user.user_id)).toEqual([160 * HOUR, 7 * DAY]);
    expect(await findSession(at(7 * DAY), token)).toBeNull();
  });

  it('gives null for a disabled account, and the session again once it is enabled', async () => {
    const { user, token } = await newSession();
    await users(test.ctx).updateOne({ _id: user.user_id }, { $set: { disabled: true } });
    expect(await findSession(at(0), token)).toBeNull();
    await users(test.ctx).updateOne({ _id: user.user_id }, { $set: { disabled: false } });
    expect(await findSession(at(0), token)).not.toBeNull();
  });
});

describe('signOut', () => {
  it('ends the one session, twice without an error', async () => {
    const { token, open } = await newSession();
    const other = await open();
    await signOut(test.ctx, token);
    await signOut(test.ctx, token);
    expect(await findSession(at(0), token)).toBeNull();
    expect(await findSession(at(0), other)).not.toBeNull();
  });
});

describe('revokeSessions', () => {
  it("ends all of one user's sessions and nobody else's", async () => {
    const [one, other] = [await newSession(), await newSession()];
    const tokens = [one.token, await one.open(), await one.open()];
    expect(await revokeSessions(at(1), one.user.user_id)).toBe(3);
    for (const token of tokens) expect(await findSession(at(2), token)).toBeNull();
    expect(await findSession(at(2), other.token)).not.toBeNull();
  });

  it('voids a session whose sign-in had begun before', async () => {
    const { user, open } = await newSession();
    await revokeSessions(at(1), user.user_id);
    expect(await findSession(at(2), await open())).toBeNull();
  });
});
