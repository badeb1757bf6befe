import type { CoreContext } from '@message-service/core/context';
import type { OpsSettings } from './settings.ts';

/** One command of the operator's command line. Prints with `say`; gives the exit code. */
export type Command = {
  usage: string;
  summary: string;
  run(at: { core: CoreContext; settings: OpsSettings; args: string[]; say(line: string): void }): Promise<number>;
};
