import { DeskSettings } from '@message-service/shared/moderation';
import { z } from 'zod';
import { defineCollection } from '../mongo/index.ts';

/** How each moderator works at the desk; `_id` is the user's. */
export const ModeratorDoc = z.object({
  _id: z.string(),
  settings: z.lazy(() => DeskSettings.partial()),
  updated_at: z.date(),
});
export type ModeratorDoc = z.infer<typeof ModeratorDoc>;

export const moderators = defineCollection<ModeratorDoc>({ name: 'moderators', schema: ModeratorDoc, indexes: [] });
