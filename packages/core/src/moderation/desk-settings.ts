import type { Identity } from '@message-service/shared/auth';
import type { DeskSettings, SaveDeskSettingsInput } from '@message-service/shared/moderation';
import type { CoreContext } from '../context.ts';
import { isDuplicateKey } from '../mongo/index.ts';
import { moderators } from './moderators.ts';

const DEFAULTS: DeskSettings = { blur_from: 3, break_minutes: 50, saved_filters: [] };

/** How the caller works at the desk. */
export const getDeskSettings = async (
  ctx: Pick<CoreContext, 'db'>,
  { user_id }: Pick<Identity, 'user_id'>,
): Promise<DeskSettings> => ({ ...DEFAULTS, ...(await moderators(ctx).findOne({ _id: user_id }))?.settings });

/** Changes how the caller works at the desk; what is not given stays. */
export const saveDeskSettings = async (
  ctx: Pick<CoreContext, 'db' | 'now'>,
  identity: Pick<Identity, 'user_id'>,
  input: SaveDeskSettingsInput,
): Promise<DeskSettings> => {
  const given = Object.fromEntries(Object.entries(input).map(([key, value]) => [`settings.${key}`, value]));
  const save = () =>
    moderators(ctx).updateOne(
      { _id: identity.user_id },
      {
        $set: { updated_at: ctx.now(), ...given },
        ...(Object.keys(given).length > 0 ? {} : { $setOnInsert: { settings: {} } }),
      },
      { upsert: true },
    );
  try {
    await save();
  } catch (error) {
    // two first times at once
    if (!isDuplicateKey(error)) throw error;
    await save();
  }
  return getDeskSettings(ctx, identity);
};
