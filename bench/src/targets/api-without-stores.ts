import type { CoreContext } from '@message-service/core/context';
import { createNeighbours } from '@message-service/core/external';
import { createProviderRegistry } from '@message-service/core/llm';
import { createLogger } from '@message-service/core/logger';
import { createMetrics } from '@message-service/core/metrics';
import { createSafety } from '@message-service/core/safety';
import type { CoreSettings } from '@message-service/core/settings';
import { readProgramSettings } from '../settings.ts';
import { serveParent } from '../world/serve-parent.ts';
import { createStoresWithoutWork } from './stores-without-work.ts';

/** What this program uses of the api's build; the routes, the identity checks and the verbs are the deployed ones. */
type ApiServer = {
  buildServer(
    core: CoreContext,
    settings: CoreSettings,
    log: CoreContext['log'],
  ): Promise<{ listen(at: { port: number; host: string }): Promise<string> }>;
};
type ApiSettingsModule = { readSettings(): CoreSettings };

const { API_SERVER, API_SETTINGS } = readProgramSettings();
const { buildServer }: ApiServer = await import(API_SERVER);
const { readSettings }: ApiSettingsModule = await import(API_SETTINGS);

const settings = readSettings();
const log = createLogger(settings, 'api');
const { counts, db, redis, queues } = createStoresWithoutWork();
const metrics = createMetrics();
const now = () => new Date();
const core: CoreContext = {
  db,
  redis,
  queues: queues as unknown as CoreContext['queues'],
  progress: { listen: async () => () => undefined, close: async () => undefined },
  llm: createProviderRegistry(settings),
  neighbours: createNeighbours(settings, { log, metrics, now }),
  safety: createSafety(settings, { db, redis, log, metrics, now }),
  settings,
  metrics,
  log,
  now,
};
const app = await buildServer(core, settings, log);
serveParent({ url: await app.listen({ port: 0, host: '127.0.0.1' }) }, async () => ({ ...counts }));
