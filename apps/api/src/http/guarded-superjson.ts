import { DomainError } from '@message-service/shared/errors';
import superjson, { type SuperJSONResult } from 'superjson';
import { z } from 'zod';
import { assertPlainJson } from './plain-json.ts';

/** Types that inputs may have beyond JSON's. The others make objects of what the caller wrote: patterns, cycles, sets. */
const ALLOWED_TYPES = ['undefined', 'Date'];

const Envelope = z.object({
  json: z.unknown(),
  meta: z.object({ values: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]).optional() }).optional(),
});

const refuse = (cause?: unknown) =>
  new DomainError('VALIDATION_FAILED', 'The input is not valid superjson of the accepted types.', { cause });

const assertAllowedTypes = (root: unknown): void => {
  const pending: unknown[] = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === 'string' && !ALLOWED_TYPES.includes(next)) throw refuse();
    if (typeof next === 'object' && next !== null) pending.push(...Object.values(next));
  }
};

/** References between parts of an input are not followed: each part is written out where it stands. */
const deserialize = (value: unknown): unknown => {
  assertPlainJson(value);
  const { success, data } = Envelope.safeParse(value);
  if (!success) throw refuse();
  const values = data.meta?.values;
  assertAllowedTypes(values);
  try {
    return superjson.deserialize({ json: data.json, ...(values ? { meta: { values } } : {}) } as SuperJSONResult);
  } catch (error) {
    throw refuse(error);
  }
};

/** superjson, with inputs held to plain data. */
export const guardedSuperjson = {
  input: { serialize: superjson.serialize.bind(superjson), deserialize },
  output: superjson,
};
