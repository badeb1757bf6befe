import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second, whatever its own clock does (USER_HZ). */
const MS_PER_TICK = 10;

export type ProcessTimes = { parent: number; ownMs: number; withEndedChildrenMs: number };

/** Reads the text of a `/proc/<pid>/stat`. The name of a program may hold spaces and brackets; the fields come after it. */
export const parseStat = (text: string): ProcessTimes => {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = (position: number) => Number(fields[position - 3]);
  const own = ticks(14) + ticks(15);
  return {
    parent: ticks(4),
    ownMs: own * MS_PER_TICK,
    withEndedChildrenMs: (own + ticks(16) + ticks(17)) * MS_PER_TICK,
  };
};

const readTimes = (pid: number): ProcessTimes | null => {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return null;
    throw error;
  }
};

/**
 * Processor time (utime + stime) that processes have used since they began, in ms, to 10 ms. All their threads count.
 * @throws Error when one of them is gone: its time would be missing from the difference
 */
export const cpuTimeOf = (pids: readonly number[]): number =>
  pids.reduce((total, pid) => {
    const times = readTimes(pid);
    if (!times) throw new Error(`process ${pid} ended while it was measured`);
    return total + times.ownMs;
  }, 0);

/** The same with all living descendants and with those that ended and were waited for, as a database has them. */
export const familyCpuTimeOf = (roots: readonly number[]): number => {
  const all = new Map<number, ProcessTimes>();
  for (const name of readdirSync('/proc')) {
    const times = /^\d+$/.test(name) ? readTimes(Number(name)) : null;
    if (times) all.set(Number(name), times);
  }
  const members = new Set(roots);
  for (let grown = true; grown; ) {
    const size = members.size;
    for (const [pid, { parent }] of all) if (members.has(parent)) members.add(pid);
    grown = members.size > size;
  }
  return [...members].reduce((total, pid) => total + (all.get(pid)?.withEndedChildrenMs ?? 0), 0);
};
