import { DomainError } from '@message-service/shared/errors';
import { createTestContext } from '@message-service/testing/context';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectMongo } from '../mongo/index.ts';
import { createUser, type SignIn, sessions, signIn, signInAttempts, users } from './index.ts';
import { takeAttempt } from './sign-in-attempts.ts';

const PASSWORD = 'correct horse battery';
const MINUTE = 60_000;
type Test = Awaited<ReturnType<typeof createTestContext>>;

let test: Test;
let second: Awaited<ReturnType<typeof connectMongo>>;
let accounts = 0;
let addresses = 0;

beforeAll(async () => {
  test = await createTestContext();
  second = await connectMongo(test.settings.MONGODB_URL, test.ctx.db.databaseName, 'second-process');
});
afterAll(async () => {
  await second.close();
  await test.close();
});

const newAccount = async () => {
  accounts++;
  const email = `person${accounts}@example.org`;
  const input = { email, password: PASSWORD, display_name: 'Person', roles: ['user' as const] };
  return createUser(test.ctx, input);
};
const newAddress = () => {
  addresses++;
  return `198.51.100.${addresses}`;
};
const attempt = (given: Partial<SignIn>): SignIn => ({
  email: 'nobody@example.org',
  password: 'wrong password',
  address: '203.0.113.1',
  userAgent: 'test',
  ...given,
});
const outcomeOf = async (result: Promise<unknown>) =>
  result.then(
    () => 'SIGNED_IN',
    (error: unknown) => (error instanceof DomainError ? error.code : Promise.reject(error)),
  );
const outcomes = async (inputs: SignIn[]) => {
  const contexts = [test.ctx, { ...test.ctx, db: second.db }];
  const results = inputs.map((input, i) => outcomeOf(signIn(contexts[i % 2] ?? test.ctx, input)));
  const found = await Promise.all(results);
  const count = (wanted: string) => found.filter((outcome) => outcome === wanted).length;
  return { checked: count('UNAUTHENTICATED'), refused: count('RATE_LIMITED') };
};
const inTurn = async (inputs: SignIn[]) => {
  const found: string[] = [];
  for (const input of inputs) found.push(await outcomeOf(signIn(test.ctx, input)));
  return found;
};
const times = (count: number, make: (index: number) => SignIn) => Array.from({ length: count }, (_, i) => make(i));
const failures = (count: number): string[] => Array<string>(count).fill('UNAUTHENTICATED');

describe('signIn', () => {
  it('opens a session, whatever the case of the address', async () => {
    const user = await newAccount();
    const signedIn = await signIn(test.ctx, attempt({ email: user.email.toUpperCase(), password: PASSWORD }));
    const { user_id, roles, email, display_name } = user;
    expect(signedIn.user).toEqual({ user_id, roles, email, display_name, expires_at: signedIn.expires_at });
    expect(signedIn.token).toMatch(/^[\w-]{43}$/);
  });

  it('stores neither the token nor the network address nor the e-mail address', async () => {
    const user = await newAccount();
    const address = newAddress();
    const { token } = await signIn(test.ctx, attempt({ email: user.email, password: PASSWORD, address }));
    await outcomeOf(signIn(test.ctx, attempt({ email: user.email, address })));
    const stored = JSON.stringify([
      await sessions(test.ctx).find({ user_id: user.user_id }).toArray(),
      await signInAttempts(test.ctx).find().toArray(),
    ]);
    expect(stored).toContain(user.user_id);
    for (const secret of [token, address, user.email]) expect(stored).not.toContain(secret);
  });

  it('answers an unknown address, a wrong password and a disabled account alike', async () => {
    const [user, disabled] = [await newAccount(), await newAccount()];
    await users(test.ctx).updateOne({ _id: disabled.user_id }, { $set: { disabled: true } });
    const inputs = [
      attempt({ address: newAddress() }),
      attempt({ email: user.email, address: newAddress() }),
      attempt({ email: disabled.email, password: PASSWORD, address: newAddress() }),
    ];
    const errors = await Promise.all(inputs.map((input) => signIn(test.ctx, input).catch((error: unknown) => error)));
    const expected = new DomainError('UNAUTHENTICATED', 'The e-mail address or the password is wrong.');
    expect(errors).toEqual([expected, expected, expected]);
  });
});

describe('lock-out of an account', () => {
  it('after ten failures refuses even the right password, from anywhere, for 15 minutes', async () => {
    const { email } = await newAccount();
    const tried = await inTurn(times(10, () => attempt({ email, address: newAddress() })));
    expect(tried).toEqual(failures(10));
    const right = attempt({ email, password: PASSWORD, address: newAddress() });
    const refused = await signIn(test.ctx, right).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'RATE_LIMITED', details: { limit: { limit: 10, remaining: 0 } } });
    const wait = refused instanceof DomainError ? (refused.details.retryAfterSeconds ?? 0) : 0;
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(900);

    const at = (ms: number) => ({ ...test.ctx, now: () => new Date(Date.now() + ms) });
    expect(await outcomeOf(signIn(at(14 * MINUTE), right))).toBe('RATE_LIMITED');
    expect(await outcomeOf(signIn(at(16 * MINUTE), right))).toBe('SIGNED_IN');
    process.stdout.write(`sign-in: locked per account after ${tried.length} failures\n`);
  });

  it('treats an address that has no account alike', async () => {
    const email = 'no-account@example.org';
    const tried = await inTurn(times(12, () => attempt({ email, address: newAddress() })));
    expect(tried).toEqual([...failures(10), 'RATE_LIMITED', 'RATE_LIMITED']);
  });

  it('forgets the failures after a sign-in', async () => {
    const { email } = await newAccount();
    const wrong = () => attempt({ email, address: newAddress() });
    expect(await inTurn(times(9, wrong))).toEqual(failures(9));
    expect(await inTurn([attempt({ email, password: PASSWORD, address: newAddress() })])).toEqual(['SIGNED_IN']);
    expect(await inTurn(times(9, wrong))).toEqual(failures(9));
  });

  it('lets exactly ten of 50 parallel guesses through, over two connections', async () => {
    const { email } = await newAccount();
    const found = await outcomes(times(50, (i) => attempt({ email, address: `192.0.2.${i}` })));
    expect(found).toEqual({ checked: 10, refused: 40 });
  });
});

describe('lock-out of a network address', () => {
  it('after ten failures on ten accounts refuses the eleventh; other addresses may go on', async () => {
    const { email } = await newAccount();
    const address = newAddress();
    const tried = await inTurn(times(10, (i) => attempt({ email: `spray${i}@example.org`, address })));
    expect(tried).toEqual(failures(10));
    const right = { email, password: PASSWORD };
    expect(await inTurn([attempt({ ...right, address })])).toEqual(['RATE_LIMITED']);
    expect(await inTurn([attempt({ ...right, address: newAddress() })])).toEqual(['SIGNED_IN']);
    process.stdout.write(`sign-in: locked per network address after ${tried.length} failures\n`);
  });

  it('cannot be undone by signing in to an own account in between', async () => {
    const { email } = await newAccount();
    const address = newAddress();
    const wrong = (i: number) => attempt({ email: `between${i}@example.org`, address });
    await inTurn(times(9, wrong));
    expect(await inTurn([attempt({ email, password: PASSWORD, address })])).toEqual(['SIGNED_IN']);
    expect(await inTurn(times(2, (i) => wrong(i + 9)))).toEqual(['UNAUTHENTICATED', 'RATE_LIMITED']);
  });

  it('when locked, uses up nobody’s attempts', async () => {
    const { email } = await newAccount();
    const address = newAddress();
    await inTurn(times(10, (i) => attempt({ email: `used${i}@example.org`, address })));
    await inTurn(times(15, () => attempt({ email, address })));
    expect(await inTurn([attempt({ email, password: PASSWORD, address: newAddress() })])).toEqual(['SIGNED_IN']);
  });

  it('lets exactly ten of 50 parallel guesses through, over two connections', async () => {
    const address = newAddress();
    const found = await outcomes(times(50, (i) => attempt({ email: `parallel${i}@example.org`, address })));
    expect(found).toEqual({ checked: 10, refused: 40 });
  });

  it('lets no more through where the clocks of processes differ', async () => {
    const began = Date.now();
    for (const key of ['clocks1', 'clocks2', 'clocks3', 'clocks4', 'clocks5']) {
      const processes = Array.from({ length: 50 }, (_, i) => ({
        db: i % 2 === 0 ? test.ctx.db : second.db,
        now: () => new Date(began - (i % 5) * 1_000),
      }));
      const answers = await Promise.all(processes.map((process) => takeAttempt(process, key)));
      expect(answers.filter((until) => until === null)).toHaveLength(10);
    }
  });

  it('counts the addresses of one IPv6 /64 as one', async () => {
    const inputs = times(50, (i) =>
      attempt({ email: `six${i}@example.org`, address: `2001:db8:7:1::${i.toString(16)}` }),
    );
    const found = await outcomes(inputs);
    expect(found).toEqual({ checked: 10, refused: 40 });
    const other = attempt({ email: 'seven@example.org', address: '2001:db8:7:2::1' });
    expect(await inTurn([other])).toEqual(['UNAUTHENTICATED']);
  });
});
