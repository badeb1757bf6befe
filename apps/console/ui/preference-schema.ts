import { z } from 'zod';
import { locales } from '@/i18n/locale';
import { themes } from './theme';

/** A choice of the reader that outlives the page. */
export const Preference = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('theme'), value: z.enum(themes) }),
  z.strictObject({ name: z.literal('lang'), value: z.enum(locales) }),
  z.strictObject({ name: z.literal('rail'), value: z.enum(['open', 'closed']) }),
  z.strictObject({ name: z.literal('tz'), value: z.string().regex(/^[A-Za-z0-9_+/-]{1,64}$/) }),
]);
export type Preference = z.infer<typeof Preference>;
