import { SCRIPT_NOW } from '../redis/index.ts';

/** Each window is counted in this many parts: seconds of a minute, minutes of an hour, 24 minutes of a day. */
export const PARTS = 60;

// the newest place is always given up last, so the whole set may go with it
const HOLD = `
redis.call('ZADD', KEYS[#KEYS], now + ARGV[3], ARGV[2])
redis.call('PEXPIRE', KEYS[#KEYS], ARGV[3] + 1000)`;

/** Begins a place in process anew. KEYS: in process. ARGV: now, member, time to give-up, as below. */
export const RENEW_SLOT = `${SCRIPT_NOW}
${HOLD}
return 1
`;

/**
 * All four limits of a user in one atomic step. Each window is cut into parts that are counted in a hash; a part counts
 * as long as any moment of it lies in the window, so that no interval of a window's length ever holds more than its
 * limit. Messages in process are a sorted set by the time at which they are given up.
 *
 * KEYS: counts, in process. ARGV: now (ms; empty for Redis's own clock, which all processes share), member, time to
 * give-up (ms), limit in process, then limit and length (ms) of each window. Answers {1 or 0, index of the binding limit (0 = in process), its limit, what is left, ms until more}.
 */
export const TAKE_SLOT = `${SCRIPT_NOW}
local most = tonumber(ARGV[4])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
local working = redis.call('ZCARD', KEYS[2])
if working >= most then
  return {0, 0, most, 0, 1000}
end
local stored = redis.call('HGETALL', KEYS[1])
local windows = (#ARGV - 4) / 2
local counts, oldest, stale = {}, {}, {}
for w = 1, windows do counts[w] = 0 end
for i = 1, #stored, 2 do
  local w, part = string.match(stored[i], '^(%d+):(%d+)$')
  w, part = tonumber(w), tonumber(part)
  local length = tonumber(ARGV[4 + 2 * w])
  local size = length / ${PARTS}
  if (part + 1) * size + length <= now then
    stale[#stale + 1] = stored[i]
  else
    counts[w] = counts[w] + tonumber(stored[i + 1])
    if not oldest[w] or part < oldest[w] then oldest[w] = part end
  end
end
if #stale > 0 then redis.call('HDEL', KEYS[1], unpack(stale)) end
local tight, left = 1, nil
for w = 1, windows do
  local limit, length = tonumber(ARGV[3 + 2 * w]), tonumber(ARGV[4 + 2 * w])
  if counts[w] >= limit then
    local size = length / ${PARTS}
    return {0, w, limit, 0, math.ceil((oldest[w] + 1) * size + length - now)}
  end
  if not left or limit - counts[w] < left then tight, left = w, limit - counts[w] end
end
for w = 1, windows do
  local size = tonumber(ARGV[4 + 2 * w]) / ${PARTS}
  redis.call('HINCRBY', KEYS[1], w .. ':' .. math.floor(now / size), 1)
end
redis.call('PEXPIRE', KEYS[1], ARGV[4 + 2 * windows] * 2)
${HOLD}
return {1, tight, tonumber(ARGV[3 + 2 * tight]), left - 1, tonumber(ARGV[4 + 2 * tight])}
`;
