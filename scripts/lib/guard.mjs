import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { killAll, onChildStart, runningChildren, stopChildren } from './processes.mjs';

const PARENT_CHECK_MS = 500;

/** Starts the process that ends our children should we be killed. Answers how to tell it more. */
function startReaper() {
  const file = path.join(import.meta.dirname, 'reaper.mjs');
  const reaper = spawn(process.execPath, [file], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  reaper.stdin.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
  });
  onChildStart((pid) => reaper.stdin.write(`${pid}\n`));
  reaper.unref();
  reaper.stdin.unref?.();
  return { dismiss: () => reaper.stdin.end('done\n'), remember: (folder) => reaper.stdin.write(`${folder}\n`) };
}

/**
 * Runs `work` so that no process outlives it: a signal settles `interrupted` and ends every child gracefully, a second one at once, and
 * if this process is itself killed, a small one beside it does the same. Folders made with `makeFolder(name)` are
 * removed. Exits with the code that `work(interrupted, makeFolder)` answers.
 */
export async function guarded(work) {
  const { dismiss, remember } = startReaper();
  const folders = [];
  const makeFolder = (name) => {
    folders.push(mkdtempSync(path.join(tmpdir(), `${name}-`)));
    remember(folders.at(-1));
    return folders.at(-1);
  };
  const removeFolders = () => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  };
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  let asked = 0;
  const interrupted = new Promise((resolve) => {
    const onSignal = (name) => {
      if (asked === 0) {
        asked = performance.now();
        resolve(name);
      } else if (name !== 'parent gone' && performance.now() - asked > 400) {
        killAll();
        removeFolders();
        dismiss();
        process.exit(130);
      }
    };
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, onSignal);
    // npm passes a signal to the shell between us only: when that is gone, so are we
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && onSignal('parent gone'), PARENT_CHECK_MS).unref();
  });
  const code = await work(interrupted, makeFolder);
  await stopChildren(runningChildren(), 3_000);
  killAll();
  removeFolders();
  dismiss();
  process.exit(code);
}
