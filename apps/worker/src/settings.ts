import { CoreSettings, parseSettings } from '@message-service/core/settings';
import { z } from 'zod';

const WorkerSettings = CoreSettings.extend({
  HOST: z.string().default('127.0.0.1'),
  WORKER_METRICS_PORT: z.coerce.number().int().min(0).max(65_535).default(9090),
  /** Messages that one worker process has in work at once. */
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(1_000).default(50),
  SHUTDOWN_GRACE_SECONDS: z.coerce.number().min(0).max(300).default(5),
});
export type WorkerSettings = z.output<typeof WorkerSettings>;

/** The worker's settings from the environment. @throws SettingsError that lists every fault */
export const readSettings = (): WorkerSettings => parseSettings(WorkerSettings, process.env);
