import { serveParent } from '../world/serve-parent.ts';
import { runBurst } from './run-burst.ts';
import { runLoop } from './run-loop.ts';
import { runReplies } from './run-replies.ts';
import { runStreams } from './run-streams.ts';
import { Task } from './task.ts';

/** The load, in a process of its own: what it costs is nobody's. */
serveParent({}, async (question) => {
  const task = Task.parse(question);
  if (task.kind === 'loop') return runLoop(task);
  if (task.kind === 'streams') return runStreams(task);
  return task.kind === 'replies' ? runReplies(task) : runBurst(task);
});
