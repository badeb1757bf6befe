import { type Program, startProgram } from '../world/start-program.ts';
import { type Task, TaskResult } from './task.ts';

export type Generator = { run(task: Task): Promise<TaskResult>; stop(): Promise<void> };

/** Starts the process that makes the load. */
export const startGenerator = async (script: string, environment: Record<string, string>): Promise<Generator> => {
  const program: Program = await startProgram({ name: 'generator', script, environment });
  return { run: async (task) => TaskResult.parse(await program.ask(task)), stop: program.stop };
};
