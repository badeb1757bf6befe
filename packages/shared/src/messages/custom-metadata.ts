import { z } from 'zod';
import { isStorable } from '../plain-text.ts';

const MAX_METADATA_BYTES = 16_384;
const fraction = z.number().min(0).max(1);
const tags = z.array(z.string().min(1).max(100)).max(50);

/** The keys of `custom_metadata` that the service knows; `null` means that it is not known yet. */
export const KnownMetadata = z
  .object({
    intent: z.enum(['greeting', 'question', 'command', 'creative']).nullable(),
    sentiment: z.enum(['positive', 'neutral', 'negative']).nullable(),
    confidence: fraction.nullable(),
    topics: tags.nullable(),
    urgency: z.enum(['low', 'medium', 'high', 'urgent']).nullable(),
    complexity_score: fraction.nullable(),
    user_satisfaction: fraction.nullable(),
    follow_up_required: z.boolean().nullable(),
    tagged_by_user: tags.nullable(),
    bookmarked: z.boolean().nullable(),
    shared: z.boolean().nullable(),
  })
  .partial();
export type KnownMetadata = z.infer<typeof KnownMetadata>;

// the driver takes `_bsontype` for a type of its own, and arrays under names of Object.prototype come back as raw bytes
const NAMES_OF_PROGRAMS = ['prototype', '_bsontype'];

const isReservedKey = (key: string) =>
  key.startsWith('$') || key.includes('.') || key in Object.prototype || NAMES_OF_PROGRAMS.includes(key);

const RESERVED = 'keys must not start with $, contain a dot, or be a name such as toString';
const NOT_STORABLE = 'must not contain half of a surrogate pair or the null character';

/** What keeps metadata from being stored as it is, in its keys or values at any depth; null when nothing does. */
const faultOf = (root: unknown): string | null => {
  const pending: unknown[] = [root];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value === 'string' && !isStorable(value)) return NOT_STORABLE;
    if (value === null || typeof value !== 'object') continue;
    const keys = Array.isArray(value) ? [] : Object.keys(value);
    if (keys.some(isReservedKey)) return RESERVED;
    if (!keys.every(isStorable)) return NOT_STORABLE;
    for (const child of Object.values(value)) if (child !== undefined) pending.push(child);
  }
  return null;
};

/** True when the metadata takes at most 16 KiB as JSON in UTF-8. */
export const isMetadataSmall = (value: Record<string, unknown>): boolean =>
  new TextEncoder().encode(JSON.stringify(value)).length <= MAX_METADATA_BYTES;

export const METADATA_TOO_LARGE = `at most ${MAX_METADATA_BYTES} bytes as JSON`;

/**
 * Metadata of the client's own: the known keys are typed, others are free JSON; 16 KiB at most, and no key that a
 * database or a program could take for one of its own.
 */
export const CustomMetadata = z
  .record(z.string().min(1).max(100), z.json())
  .superRefine((value, context) => {
    const known = KnownMetadata.safeParse(value);
    for (const { path, message } of known.error?.issues ?? []) context.addIssue({ code: 'custom', path, message });
  })
  .refine(isMetadataSmall, METADATA_TOO_LARGE)
  .superRefine((value, context) => {
    const message = faultOf(value);
    if (message) context.addIssue({ code: 'custom', message });
  });
export type CustomMetadata = z.infer<typeof CustomMetadata>;
