import type { CoreContext } from '@message-service/core/context';
import packageJson from '../../package.json' with { type: 'json' };

export const VERSION = packageJson.version;

export const concurrentRequests = async (core: CoreContext): Promise<number> =>
  (await core.metrics.concurrentRequests.get()).values[0]?.value ?? 0;
