import { auditLog, getAuditHead } from '@message-service/core/audit';
import { processMessageOnce } from '@message-service/core/messages';
import { tryPolicy } from '@message-service/core/safety';
import { createUser } from '@message-service/core/users';
import { canReadAll, type Identity, Role } from '@message-service/shared/auth';
import { newId } from '@message-service/shared/ids';
import { makeAlert, makeCase, makeConversation, makeIdentity, makeMessage } from '@message-service/testing/factories';
import { type LlmSimulator, startLlmSimulator } from '@message-service/testing/llm-simulator';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { SAMPLES } from './authorisation.test-kit.ts';
import { hasBody, type Route } from './http/define-route.ts';
import { declareForAll, demandPolicies } from './http/demand-policies.ts';
import { type Policy, READERS, rolesOf } from './policy.ts';
import { appRouter } from './router.ts';
import { restRoutes } from './server.ts';
import { type Api, type Call, readText, startApi } from './testing/api.test-kit.ts';
import { toCall } from './testing/trpc.test-kit.ts';

const CALLERS = ['anonymous', ...Role.options] as const;
const TARGETS = ['own', 'other', 'missing'] as const;
type Caller = (typeof CALLERS)[number];
type Target = (typeof TARGETS)[number];
type Ids = { conversation_id: string; message_id: string; user_id: string };

/** An embedded account, for what admins do with one. */
const ACCOUNT = 'user_account0001';
type Door = {
  name: string;
  policy: Policy | undefined;
  writes: boolean;
  /** Whether its input names a conversation or a message. */
  hasTarget: boolean;
  call(ids: Ids): Call;
};

const MODERATORS = new Set<Caller>(['moderator', 'admin']);
/** May be refused for the state that the message is in; whoever learns of it was let through. */
const NEEDS_STATE =
  /policy|policies|cancel|retry|undo|appeal|review|heartbeat|decide|claim|release|take-?over|hand-?off/i;
const CANARY = 'canary-of-somebody-else';
const OPEN_ALERT = 'alert_open00001';
let openCase = 'case_missing0001';
const MISSING: Ids = { conversation_id: 'conv_missing001', message_id: 'msg_missing0001', user_id: 'user_missing001' };

const inputsOf = (schema: z.ZodType): Record<string, z.core.JSONSchema.BaseSchema> => {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, value]) =>
      required.includes(key) && typeof value === 'object' ? [[key, value]] : [],
    ),
  );
};

/** The smallest valid input, with these ids where the schema wants ids. */
const sampleOf = (schema: z.ZodType, ids: Ids): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(inputsOf(schema)).map(([key, { pattern = '', type }]) => {
      if (pattern.startsWith('^user_')) return [key, ids.user_id];
      if (pattern.startsWith('^conv_')) return [key, ids.conversation_id];
      if (pattern.startsWith('^msg_')) return [key, ids.message_id];
      if (pattern.startsWith('^char_')) return [key, 'char_luna00001'];
      if (pattern.startsWith('^alert_')) return [key, OPEN_ALERT];
      if (key === 'name') return [key, newId('evt').slice(4, 24).toLowerCase()];
      if (pattern.startsWith('^case_')) return [key, openCase];
      if (key === 'version' || key === 'of_version') return [key, 1];
      if (key === 'cases') return [key, [{ case_id: openCase, version: 1 }]];
      if (key === 'email') return [key, `${newId('user')}@example.org`];
      if (key === 'messages') return [key, [{ role: 'user', content: 'hello' }]];
      if (key === 'message_ids') return [key, [ids.message_id]];
      if (key in SAMPLES) return [key, SAMPLES[key]];
      if (type === 'object') return [key, { text: 'hello' }];
      throw new Error(`no sample for ${key}: say here what a valid one is`);
    }),
  );
/** Accounts are the target of doors for everybody; admins have one made for them. */
const targetsOf = (policy: Door['policy']) => (policy === 'signed-in' ? /^\^(conv|msg|user)_/ : /^\^(conv|msg)_/);
const idsFor = (policy: Door['policy'], ids: Ids): Ids => (policy === 'signed-in' ? ids : { ...ids, user_id: ACCOUNT });
const hasTarget = (schema: z.ZodType, policy: Door['policy']) =>
  Object.values(inputsOf(schema)).some(({ pattern = '' }) => targetsOf(policy).test(pattern));

const toRestDoor = (route: Route): Door => ({
  name: `${route.method} ${route.path}`,
  policy: route.policy,
  writes: route.method !== 'GET',
  hasTarget: hasTarget(route.input, route.policy),
  call: (ids) => {
    const sample = sampleOf(route.input, idsFor(route.policy, ids));
    const path = route.path.replace(/\{(\w+)\}/g, (_all, name: string) => {
      const value = String(sample[name]);
      delete sample[name];
      return value;
    });
    if (hasBody(route)) return { method: route.method, path, body: sample };
    const query = Object.entries(sample).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
    return { method: route.method, path: query.length > 0 ? `${path}?${query.join('&')}` : path };
  },
});

const procedures: Record<
  string,
  { _def: { type: 'query' | 'mutation' | 'subscription'; meta?: { policy?: Policy }; inputs: unknown[] } }
> = Object(appRouter._def.procedures);
const toTrpcDoor = ([path, { _def }]: (typeof entries)[number]): Door => {
  const [schema = z.undefined()] = _def.inputs.filter((input) => input instanceof z.ZodType);
  return {
    name: `${_def.type} ${path}`,
    policy: _def.meta?.policy,
    writes: _def.type === 'mutation',
    hasTarget: hasTarget(schema, _def.meta?.policy),
    call: (ids) =>
      toCall(
        _def.type,
        path,
        schema instanceof z.ZodObject ? sampleOf(schema, idsFor(_def.meta?.policy, ids)) : undefined,
      ),
  };
};
const entries = Object.entries(procedures);
const doors: Door[] = [...restRoutes.map(toRestDoor), ...entries.map(toTrpcDoor)];

const assertDeclared = (all: Pick<Door, 'name' | 'policy'>[]) => {
  const silent = all.filter(
    ({ policy }) => policy !== 'public' && policy !== 'signed-in' && !rolesOf(policy ?? []).length,
  );
  if (silent.length > 0) throw new Error(`without a policy: ${silent.map(({ name }) => name).join(', ')}`);
};

const expectedOf = (door: Door, caller: Caller, target: Target): number | 'done' => {
  const { policy = [] } = door;
  if (policy === 'public') return 'done';
  if (caller === 'anonymous') return 401;
  if (policy !== 'signed-in' && !rolesOf(policy).includes(caller)) return 403;
  if (!door.hasTarget || target === 'own') return 'done';
  const acts = policy !== 'signed-in' || (/archive|restore|cancel|DELETE/.test(door.name) && MODERATORS.has(caller));
  if (acts) return target === 'other' ? 'done' : 404;
  return target === 'other' && !door.writes && canReadAll({ roles: [caller] }) ? 'done' : 404;
};

/** Figures about the service, which say nothing of anybody; whoever may see them is not noted down. */
const FIGURES =
  /(query|GET) .?alerts|moderation.(counts|settings|saveSettings|live)|(alerts|analytics|llm|system).live|heartbeat|system\.(health|live)|queueStatus|queue-status|queues\.live|llm.status|overview\.|characters\.|safety.preview|(token-?usage|performance|filter-?hits|window|GET \/budgets|budgets\.list)$/i;
/** Whether what a caller did with a door is one for the audit log: by a role of few, or with what is somebody else's. */
const isPrivileged = (door: Door, caller: Caller, target: Target): boolean =>
  !FIGURES.test(door.name) &&
  (Array.isArray(door.policy) ||
    (door.hasTarget && target === 'other' && door.policy === 'signed-in') ||
    (door.name.endsWith('conversations.live') && READERS.some((role) => role === caller)));

const cells = { asked: 0, asDeclared: 0, allowed: 0, refused: 0, audited: 0, searched: 0, canaries: 0 };

let api: Api;
let llm: LlmSimulator;
const callers = new Map<Caller, { identity: Identity | undefined; own: Ids }>();
let other: Ids;

const makeFinished = async (identity: Identity, text: string): Promise<Ids> => {
  const { conversation_id } = await makeConversation(api.t.ctx, identity, { title: text });
  const { message_id } = await makeMessage(api.t.ctx, identity, conversation_id, text);
  await processMessageOnce(api.t.ctx, message_id, { id: 'w', stopping: new AbortController().signal });
  return { conversation_id, message_id, user_id: identity.user_id };
};

beforeAll(async () => {
  llm = await startLlmSimulator({ tokens: 'const:3' });
  api = await startApi({ MAX_STREAMS_PER_USER: '100', LMSTUDIO_BASE_URL: llm.url });
  await makeAlert(api.t.ctx, OPEN_ALERT);
  await createUser(api.t.ctx, {
    user_id: ACCOUNT,
    email: 'account@example.org',
    display_name: 'Somebody',
    password: 'correct horse battery',
    roles: ['user'],
  });
  other = await makeFinished(makeIdentity(), CANARY);
  await tryPolicy(api.t.ctx, makeIdentity('admin'), { name: 'known', replay: 0 });
  openCase = (await makeCase(api.t.ctx, other.message_id)).case_id;
  for (const caller of CALLERS) {
    if (caller === 'anonymous') callers.set(caller, { identity: undefined, own: MISSING });
    else {
      const identity = makeIdentity(caller);
      callers.set(caller, { identity, own: await makeFinished(identity, 'mine') });
    }
  }
});
afterAll(async () => {
  await api.close();
  await llm.close();
});

type Outcome = { status: number; headers: string; text: string; leave?: () => void };

const CAUSE = 'the-same-for-all';
const lastEntry = async () => (await getAuditHead(api.t.ctx)).sequence;
/** Whether the request left an entry that names who did it, by which request and from where. */
const isAudited = async (identity: Identity | undefined, since: number): Promise<boolean> => {
  const found = await auditLog(api.t.ctx).findOne({ sequence: { $gt: since }, 'origin.trace_id': CAUSE });
  return found?.actor.user_id === identity?.user_id && /^[0-9a-f]{64}$/.test(found?.origin?.address_hash ?? '');
};

/** Streams that never end are for the caller to leave. */
const ask = async (door: Door, caller: Caller, target: Target): Promise<Outcome> => {
  const { identity, own } = callers.get(caller) ?? { identity: undefined, own: MISSING };
  const ids = { own, other, missing: MISSING }[target];
  const leave = new AbortController();
  const call = { ...door.call(ids), as: identity, headers: { 'x-trace-id': CAUSE } };
  const response = await api.open(call, leave.signal);
  const { date, 'ratelimit-remaining': _, ...headers } = response.headers;
  const endless = door.name.endsWith('.live') && expectedOf(door, caller, target) === 'done';
  const text = endless ? '' : await readText(response);
  if (endless) response.on('error', () => undefined);
  const inStream = /event: serialized-error\ndata: .*?"httpStatus":(\d+)/s.exec(text);
  const status = inStream ? Number(inStream[1]) : (response.statusCode ?? 0);
  return { status, headers: JSON.stringify(headers), text, ...(endless ? { leave: () => leave.abort() } : {}) };
};

const note = async (door: Door, caller: Caller, target: Target, { status }: Outcome, since: number) => {
  cells.asked++;
  if (status >= 300) {
    cells.refused++;
    return;
  }
  cells.allowed++;
  if (!isPrivileged(door, caller, target)) return;
  const { identity } = callers.get(caller) ?? { identity: undefined };
  const message = `${door.name} by ${caller} on ${target} leaves an entry`;
  await expect.poll(() => isAudited(identity, since), { message }).toBe(true);
  cells.audited++;
};

afterAll(() => {
  const { asked, asDeclared, allowed, refused, audited, searched, canaries } = cells;
  const size = `${doors.length} doors x ${CALLERS.length} callers, ${asked} cells`;
  const share = `${((100 * asDeclared) / asked).toFixed(1)} % as declared`;
  const outcome = `${allowed} let through, ${refused} refused, ${audited} audited`;
  const canary = `canary of another user in ${canaries} of ${searched} answers`;
  process.stdout.write(`authorisation: ${size}, ${share}: ${outcome}; ${canary}\n`);
});

test('every route and every procedure declares its policy; one planted without is found', () => {
  expect(doors.length).toBeGreaterThanOrEqual(20);
  assertDeclared(doors);
  const { policy: _, ...planted } = doors[0] ?? { name: '', policy: undefined };
  expect(() => assertDeclared([...doors, { ...planted, name: 'GET /planted', policy: undefined }])).toThrow(
    'GET /planted',
  );
  expect(() => assertDeclared([{ name: 'query planted', policy: [] }])).toThrow('query planted');
});

test('a server with a route that declares none does not start', async () => {
  const app = Fastify();
  demandPolicies(app);
  app.get('/fine', { config: { policy: 'public' } }, async () => null);
  await app.register(async (scope) => {
    declareForAll(scope, 'public');
    scope.get('/also-fine', async () => null);
  });
  app.get('/planted', async () => null);
  await expect(app.listen({ port: 0 })).rejects.toThrow('routes without a policy: GET /planted, HEAD /planted');
  await app.close();
});

test('what Fastify serves beyond the REST routes is public or of tRPC', () => {
  const ours = new Set(restRoutes.map(({ path }) => path.replace(/\{(\w+)\}/g, ':$1')));
  const rest = api.app.declaredRoutes().filter(({ url }) => !ours.has(url));
  expect(new Set(rest.map(({ policy }) => policy))).toEqual(new Set(['public', 'per-procedure']));
  expect(new Set(rest.filter(({ policy }) => policy === 'per-procedure').map(({ url }) => url))).toEqual(
    new Set(['/trpc/:path']),
  );
});

describe.each(doors.map((door) => [door.name, door] as const))('%s', (_name, door) => {
  test.each(CALLERS)('for %s', async (caller) => {
    const outcomes = new Map<Target, Outcome>();
    for (const target of door.hasTarget ? TARGETS : (['own'] as const)) {
      if (caller === 'anonymous' && target === 'own') continue;
      const since = await lastEntry();
      const outcome = await ask(door, caller, target);
      outcomes.set(target, outcome);
      await note(door, caller, target, outcome, since).finally(outcome.leave);
    }
    for (const [target, { status, text }] of outcomes) {
      const expected = expectedOf(door, caller, target);
      if (!canReadAll({ roles: caller === 'anonymous' ? [] : [caller] })) {
        cells.searched++;
        if (text.includes(CANARY)) cells.canaries++;
        expect(text).not.toContain(CANARY);
      }
      if (expected !== 'done') expect(status, `${target}: ${text}`).toBe(expected);
      else if (status !== 409 || !NEEDS_STATE.test(door.name)) expect(status, `${target}: ${text}`).toBeLessThan(300);
      cells.asDeclared++;
    }
    const [others, missing] = [outcomes.get('other'), outcomes.get('missing')];
    if (expectedOf(door, caller, 'other') !== 'done') expect(others).toEqual(missing);
  });
});
