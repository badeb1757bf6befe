import { SCRIPT_NOW } from '../redis/index.ts';

/**
 * Lets a provider call through, or says why not. Holds a place among all open calls, and in the half-open state the only
 * place of the probe, until \`SETTLE\` or the end of their lease.
 *
 * KEYS: breaker of the provider, open calls. ARGV: now (empty for Redis's own clock), call, lease (ms), most open calls.
 * Answers {1 or 0, 'call' | 'probe' | 'open' | 'probing' | 'full' | 'held' | 'fresh', ms to wait, generation, state,
 * open until, forced}; \`fresh\` when nothing is known of the provider, as after Redis was wiped.
 */
export const ENTER = `${SCRIPT_NOW}
local b = redis.call('HMGET', KEYS[1], 'state', 'open_until', 'probe', 'probe_until', 'generation', 'forced')
if not b[5] then return {0, 'fresh', 0, 0, 'closed', 0, ''} end
local state, open_until, generation, forced = b[1] or 'closed', tonumber(b[2] or 0), tonumber(b[5]), b[6] or ''
local function answer(ok, why, wait) return {ok, why, math.ceil(wait), generation, state, open_until, forced} end
if forced == 'open' then return answer(0, 'held', 0) end
local probing = forced == '' and state ~= 'closed'
if probing then
  if state == 'open' and now < open_until then return answer(0, 'open', open_until - now) end
  if b[3] and now < tonumber(b[4]) then return answer(0, 'probing', b[4] - now) end
end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
if redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[4]) then return answer(0, 'full', 0) end
redis.call('ZADD', KEYS[2], now + ARGV[3], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[3] + 1000)
if not probing then return answer(1, 'call', 0) end
if state == 'open' then redis.call('HSET', KEYS[1], 'state', 'half_open', 'successes', 0, 'changed_at', now) end
state = 'half_open'
redis.call('HSET', KEYS[1], 'probe', ARGV[2], 'probe_until', now + ARGV[3])
return answer(1, 'probe', 0)
`;

/** Length of the spans in which calls are counted, and for how long those counts are kept. */
export const SPAN_MS = 300_000;
export const KEPT_MS = 2 * 3_600_000;
const KEPT_ERRORS = 20;

/**
 * Ends a call that was let through: gives its places back, counts it, and moves the breaker. What began before the
 * breaker last changed moves nothing.
 *
 * KEYS: breaker, open calls, recent errors, counts (a prefix with the same hash tag). ARGV: now, call, 'ok' | 'failed' |
 * 'unknown', generation, failures that open, ms that it stays open, successes that close, error as JSON or '', provider
 * that it was asked instead of or ''. Answers {generation, state, open until, forced, 'opened' | 'closed' | ''}.
 */
export const SETTLE = `${SCRIPT_NOW}
redis.call('ZREM', KEYS[2], ARGV[2])
local counts = KEYS[4] .. math.floor(now / ${SPAN_MS})
if ARGV[8] ~= '' then redis.call('HINCRBY', counts, 'failed', 1)
elseif ARGV[3] == 'ok' then redis.call('HINCRBY', counts, 'ok', 1) end
if ARGV[9] ~= '' then redis.call('HINCRBY', counts, 'from:' .. ARGV[9], 1) end
redis.call('PEXPIRE', counts, ${KEPT_MS})
if ARGV[8] ~= '' then
  redis.call('LPUSH', KEYS[3], ARGV[8])
  redis.call('LTRIM', KEYS[3], 0, ${KEPT_ERRORS - 1})
end
local b = redis.call('HMGET', KEYS[1], 'state', 'open_until', 'probe', 'generation', 'forced', 'failures', 'successes')
local state, open_until, generation, forced = b[1] or 'closed', tonumber(b[2] or 0), tonumber(b[4] or 0), b[5] or ''
local failures, successes, outcome, turned = tonumber(b[6] or 0), tonumber(b[7] or 0), ARGV[3], ''
local function turn(into)
  generation, state, turned = generation + 1, into, into == 'open' and 'opened' or 'closed'
  open_until = into == 'open' and now + ARGV[6] or 0
  redis.call('HSET', KEYS[1], 'state', into, 'open_until', open_until, 'generation', generation, 'failures', 0,
    'successes', 0, 'changed_at', now)
  redis.call('HDEL', KEYS[1], 'probe', 'probe_until')
end
if b[3] == ARGV[2] then
  redis.call('HDEL', KEYS[1], 'probe', 'probe_until')
  if outcome == 'failed' then turn('open')
  elseif outcome == 'ok' then
    if successes + 1 >= tonumber(ARGV[7]) then turn('closed') else redis.call('HINCRBY', KEYS[1], 'successes', 1) end
  end
elseif forced == '' and state == 'closed' and generation == tonumber(ARGV[4]) then
  if outcome == 'ok' and failures > 0 then redis.call('HSET', KEYS[1], 'failures', 0)
  elseif outcome == 'failed' then
    if failures + 1 >= tonumber(ARGV[5]) then turn('open') else redis.call('HINCRBY', KEYS[1], 'failures', 1) end
  end
end
return {generation, state, open_until, forced, turned}
`;

/**
 * Begins a breaker that is not known, with what was decided about it; changes nothing when it is known. With a last
 * argument the decision replaces the one before, and letting go begins with a closed breaker.
 *
 * KEYS: breaker. ARGV: now, 'open' | 'closed' | '', 'set' or ''.
 */
export const FORCE = `${SCRIPT_NOW}
local known = redis.call('HSETNX', KEYS[1], 'generation', 1) == 0
if known and ARGV[3] ~= 'set' then return 0 end
redis.call('HINCRBY', KEYS[1], 'generation', 1)
redis.call('HDEL', KEYS[1], 'probe', 'probe_until')
redis.call('HSET', KEYS[1], 'state', 'closed', 'open_until', 0, 'failures', 0, 'successes', 0, 'changed_at', now)
if ARGV[2] == '' then redis.call('HDEL', KEYS[1], 'forced') else redis.call('HSET', KEYS[1], 'forced', ARGV[2]) end
return 1
`;

/** KEYS: breaker, open calls, recent errors, counts. ARGV: now, spans to read. Answers {now, breaker, open calls, errors, counts of each span, newest first}. */
export const READ = `${SCRIPT_NOW}
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
local spans = {}
for back = 0, ARGV[2] - 1 do
  spans[#spans + 1] = redis.call('HGETALL', KEYS[4] .. (math.floor(now / ${SPAN_MS}) - back))
end
return {now, redis.call('HGETALL', KEYS[1]), redis.call('ZCARD', KEYS[2]), redis.call('LRANGE', KEYS[3], 0, -1), spans}
`;
