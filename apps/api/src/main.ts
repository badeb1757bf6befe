import { allCollections } from '@message-service/core/collections';
import { createContext } from '@message-service/core/context';
import { createLogger } from '@message-service/core/logger';
import { checkCollections } from '@message-service/core/mongo';
import { SettingsError } from '@message-service/core/settings';
import { buildServer } from './server.ts';
import { type ApiSettings, readSettings } from './settings.ts';

const die = (message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(1);
};

const loadSettings = (): ApiSettings => {
  try {
    return readSettings();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return die(error.message);
  }
};

const settings = loadSettings();
const log = createLogger(settings, 'api');
const core = await createContext(settings, log, 'message-service-api');
const missing = await checkCollections(core.db, allCollections);
if (missing.length > 0) {
  const lines = missing.map((report) => `  ${report.collection}: ${report.missing.join(', ')}`);
  die(`The database lacks indexes or validators:\n${lines.join('\n')}\nCreate them with: npm run ops -- indexes`);
}
const app = await buildServer(core, settings, log);

let closing = false;
const shutdown = async (signal: string) => {
  if (closing) return;
  closing = true;
  log.info({ signal }, 'draining');
  const force = setTimeout(() => process.exit(1), settings.SHUTDOWN_GRACE_SECONDS * 1_000);
  await app.close();
  await core.close();
  clearTimeout(force);
  log.info('stopped');
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void shutdown(signal));
await app.listen({ port: settings.PORT, host: settings.HOST });
