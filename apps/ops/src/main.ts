import { createContext } from '@message-service/core/context';
import { createLogger } from '@message-service/core/logger';
import { SettingsError } from '@message-service/core/settings';
import { audit } from './audit.ts';
import type { Command } from './command.ts';
import { demo } from './demo.ts';
import { indexes } from './indexes.ts';
import { rebuild } from './rebuild.ts';
import { reprice } from './reprice.ts';
import { safety } from './safety.ts';
import { search } from './search.ts';
import { seed } from './seed.ts';
import { readSettings } from './settings.ts';

const commands: Record<string, Command> = { audit, demo, indexes, rebuild, reprice, safety, search, seed };

const say = (line: string) => process.stdout.write(`${line}\n`);

const help = () => {
  say('usage: npm run ops -- <command> [options]\n');
  for (const { usage, summary } of Object.values(commands)) say(`  ${usage.padEnd(30)}${summary}`);
};

const run = async (): Promise<number> => {
  const [name = '--help', ...args] = process.argv.slice(2);
  if (name === '--help' || name === 'help') {
    help();
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    help();
    return 2;
  }
  const settings = readSettings();
  const level = settings.LOG_LEVEL === 'info' ? 'warn' : settings.LOG_LEVEL;
  const log = createLogger({ LOG_LEVEL: level }, 'ops', process.stderr);
  const core = await createContext(settings, log, 'message-service-ops');
  try {
    return await command.run({ core, settings, args, say });
  } finally {
    await core.close();
  }
};

try {
  process.exitCode = await run();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
