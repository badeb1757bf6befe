import { z } from 'zod';
import { PlainText } from '../plain-text.ts';
import { CaseFilter } from './inputs.ts';

export const SavedFilter = z.strictObject({ name: PlainText.trim().min(1).max(60), filter: CaseFilter });
export type SavedFilter = z.infer<typeof SavedFilter>;

/** How one moderator works at the desk. */
export const DeskSettings = z.strictObject({
  /** Texts of this severity and above are blurred until revealed; 6: none is. */
  blur_from: z.int().min(1).max(6),
  /** Minutes of work after which a break is suggested; 0: never. */
  break_minutes: z.int().min(0).max(240),
  saved_filters: z.array(SavedFilter).max(30),
});
export type DeskSettings = z.infer<typeof DeskSettings>;

/** What is given replaces what was; the rest stays. */
export const SaveDeskSettingsInput = DeskSettings.partial();
export type SaveDeskSettingsInput = z.infer<typeof SaveDeskSettingsInput>;
