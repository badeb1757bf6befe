/** Begins a Lua script with `now`, in ms: the first argument, or Redis's own clock where that is empty. */
export const SCRIPT_NOW = `
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end`;
