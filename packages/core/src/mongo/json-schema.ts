import { z } from 'zod';

type Json = Record<string, unknown>;

const BSON_TYPES: Record<string, string | string[]> = {
  string: 'string',
  boolean: 'bool',
  integer: ['int', 'long', 'double'],
  number: ['int', 'long', 'double', 'decimal'],
  object: 'object',
  array: 'array',
  null: 'null',
};
const KEPT = ['enum', 'minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems', 'required'] as const;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What every whole number of JavaScript keeps to; an engine takes a validator of 10 KB at most. */
const isNoBound = (value: unknown) => typeof value === 'number' && Math.abs(value) === Number.MAX_SAFE_INTEGER;

const toBson = (schema: Json): Json => {
  if (schema.bsonType !== undefined) return { bsonType: schema.bsonType };
  const alternatives = schema.anyOf;
  if (Array.isArray(alternatives)) return mergeAlternatives(alternatives.filter(isJson).map(toBson));
  const out: Json = {};
  if (typeof schema.type === 'string') out.bsonType = BSON_TYPES[schema.type];
  for (const key of KEPT) if (schema[key] !== undefined && !isNoBound(schema[key])) out[key] = schema[key];
  if (schema.const !== undefined) out.enum = [schema.const];
  if (isJson(schema.properties)) {
    out.properties = Object.fromEntries(
      Object.entries(schema.properties)
        .filter((entry): entry is [string, Json] => isJson(entry[1]))
        .map(([key, value]) => [key, toBson(value)]),
    );
  }
  if (isJson(schema.items)) {
    const items = toBson(schema.items);
    if (Object.keys(items).length > 0) out.items = items;
  }
  return out;
};

/** `X | null` becomes one list of types; other unions become `oneOf`-free: any of the types, without their details. */
const mergeAlternatives = (schemas: Json[]): Json => {
  const types = schemas.flatMap((schema) => schema.bsonType ?? []);
  const concrete = schemas.filter((schema) => schema.bsonType !== 'null');
  const only = concrete.length === 1 ? concrete[0] : undefined;
  const { bsonType: _, enum: values, ...rest } = only ?? {};
  const nullable = concrete.length < schemas.length;
  return {
    ...(types.length > 0 && schemas.every((schema) => schema.bsonType !== undefined)
      ? { bsonType: [...new Set(types)] }
      : {}),
    ...(Array.isArray(values) ? { enum: nullable ? [...values, null] : values } : {}),
    ...rest,
  };
};

/**
 * MongoDB's `$jsonSchema` for a zod object, in the dialect that every engine here accepts: bsonType, required,
 * properties, enum, lengths, bounds and items. Patterns, refinements and what is lazy stay with zod.
 */
export const toMongoJsonSchema = (schema: z.ZodType): Json => {
  const json = z.toJSONSchema(schema, {
    io: 'output',
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { bsonType: 'date' });
      if (zodSchema._zod.def.type === 'lazy') for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
      if (jsonSchema.$ref !== undefined) delete jsonSchema.$ref;
    },
  });
  return toBson(json);
};
