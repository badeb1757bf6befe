import { CoreSettings, parseSettings } from '@message-service/core/settings';
import { z } from 'zod';

const OpsSettings = CoreSettings.extend({
  DEMO_ADMIN_PASSWORD: z.string().min(12).optional(),
  DEMO_MODERATOR_PASSWORD: z.string().min(12).optional(),
});
export type OpsSettings = z.output<typeof OpsSettings>;

/** The settings of the operator's commands from the environment. @throws SettingsError that lists every fault */
export const readSettings = (): OpsSettings => parseSettings(OpsSettings, process.env);
