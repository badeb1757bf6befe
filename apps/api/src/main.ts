import { allCollections } from '@message-service/core/collections';
import { createContext } from '@message-service/core/context';
import { createLogger } from '@message-service/core/logger';
import { checkCollections } from '@message-service/core/mongo';
import { SettingsError } from '@message-service/core/settings';
import { watchUnattended } from './alerts/watch-unattended.ts';
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

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const settings = loadSettings();
const { HOST: host, PORT: port, SHUTDOWN_GRACE_SECONDS: grace } = settings;
const log = createLogger(settings, 'api');
const core = await createContext(settings, log, 'message-service-api').catch((error: unknown) =>
  die(
    error instanceof SettingsError ? error.message : `The database (MONGODB_URL) cannot be reached: ${reasonOf(error)}`,
  ),
);
const missing = await checkCollections(core.db, allCollections);
if (missing.length > 0) {
  const lines = missing.map((report) => `  ${report.collection}: ${report.missing.join(', ')}`);
  die(`The database lacks indexes or validators:\n${lines.join('\n')}\nCreate them with: npm run ops -- indexes`);
}
const app = await buildServer(core, settings, log);
const stopWatching = watchUnattended(core);

/** Requests that are not answered in most of the grace are cut off, so that what is left suffices to close the rest. */
const SHARE_FOR_REQUESTS = 0.7;

let closing = false;
const shutdown = async (signal: string) => {
  if (closing) return;
  closing = true;
  log.info({ signal }, 'draining');
  stopWatching();
  setTimeout(() => process.exit(1), grace * 1_000);
  const cut = setTimeout(() => app.server.closeAllConnections(), grace * 1_000 * SHARE_FOR_REQUESTS);
  await app.close();
  clearTimeout(cut);
  await core.close();
  log.info('stopped');
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void shutdown(signal));
await app
  .listen({ port, host })
  .catch((error: unknown) =>
    die(`The api cannot listen at ${host}:${port} (HOST, PORT): ${reasonOf(error)}. Free it, or choose another PORT.`),
  );
