import { endFamilies } from './families.mjs';

/**
 * Stays beside a run and ends its children when the run itself was killed and could not: process ids come in by standard
 * input, one a line; "done" means that nothing is left to do, its end without that means that the run is gone.
 */
const pids = new Set();
let rest = '';
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => {});
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  for (const line of lines) {
    if (line === 'done') process.exit(0);
    pids.add(Number(line));
  }
});
process.stdin.on('end', async () => {
  await endFamilies([...pids], 4_000);
  process.exit(0);
});
