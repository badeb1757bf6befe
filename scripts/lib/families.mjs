import { readdirSync, readFileSync } from 'node:fs';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const linux = process.platform === 'linux';

/** Parent, state and starting time of a process as Linux tells them; null when it is gone. */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
    return { pid: Number(pid), name, state: fields[0], parent: Number(fields[1]), started: fields[19] };
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return null;
    throw error;
  }
}

/** When a process began, which tells it from a later one of the same id; null where nothing tells. */
export function startOf(pid) {
  return linux ? (statOf(pid)?.started ?? null) : null;
}

/** Whether a process of this id – that one, where it is known when it began – exists and has not merely been left unburied. */
export function isAlive(pid, started) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  if (!linux) return true;
  const stat = statOf(pid);
  return stat !== null && stat.state !== 'Z' && (!started || stat.started === started);
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
}

/** Processes and all their descendants, those that left their group too. Beyond Linux the group has to do. */
export function family(pids) {
  if (!linux) return [];
  const all = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(statOf)
    .filter((stat) => stat !== null);
  const members = new Set(pids);
  const found = all.filter((stat) => members.has(stat.pid));
  for (let grown = true; grown; ) {
    const next = all.filter((stat) => members.has(stat.parent) && !members.has(stat.pid));
    for (const stat of next) members.add(stat.pid);
    found.push(...next);
    grown = next.length > 0;
  }
  return found;
}

function kill(pids, members) {
  for (const pid of pids) signal(-pid, 'SIGKILL');
  for (const { pid, started } of members) if (statOf(pid)?.started === started) signal(pid, 'SIGKILL');
}

/** Which of the processes of an earlier `family` are still there after `graceMs` to end. */
export async function survivors(members, graceMs) {
  const deadline = performance.now() + graceMs;
  const left = () => members.filter(({ pid, started }) => isAlive(pid, started));
  while (left().length > 0 && performance.now() < deadline) await pause(25);
  return left();
}

/** Kills processes with their groups and descendants at once. */
export function killFamilies(pids) {
  kill(pids, family(pids));
}

/** Asks processes to end, waits up to `graceMs`, then kills them and whatever is left of their groups and descendants. */
export async function endFamilies(pids, graceMs) {
  const members = family(pids);
  for (const pid of pids) if (isAlive(pid)) signal(pid, 'SIGTERM');
  const deadline = performance.now() + graceMs;
  while (pids.some((pid) => isAlive(pid)) && performance.now() < deadline) await pause(25);
  kill(pids, [...members, ...family(pids)]);
}
