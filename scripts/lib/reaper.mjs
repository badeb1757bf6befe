import { rmSync } from 'node:fs';
import { endFamilies } from './families.mjs';

/**
 * Stays beside a run and cleans up after it when the run itself was killed and could not. Standard input tells process
 * ids and temporary folders, one a line; "done" means that nothing is left to do, an end without it that the run is gone.
 */
const pids = new Set();
const folders = new Set();
let rest = '';
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => {});
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  for (const line of lines) {
    if (line === 'done') process.exit(0);
    if (/^\d+$/.test(line)) pids.add(Number(line));
    else folders.add(line);
  }
});
process.stdin.on('end', async () => {
  await endFamilies([...pids], 4_000);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});
