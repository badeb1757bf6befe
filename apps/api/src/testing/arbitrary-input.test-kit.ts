import fc from 'fast-check';
import { z } from 'zod';

type Json = z.core.JSONSchema.BaseSchema;
/** Ids that exist, by the prefix that a schema's pattern asks for. */
export type Known = Record<string, string>;

const OPERATORS = [
  ...['$ne', '$gt', '$where', '$set', '__proto__', 'constructor', 'prototype', 'a.b', '\u0000'],
  ...['toString', 'valueOf', 'hasOwnProperty', '_bsontype', 'toBSON', 'toJSON', 'then', 'length'],
];

const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e308, '', ' ', '\u0000', '\ud800', '💥'.repeat(300), [], {}, [[]]),
  fc
    .constantFrom(...OPERATORS)
    .chain((key) => fc.constantFrom<unknown>(null, 'ObjectId', [{}], { $gt: '' }).map((value) => ({ [key]: value }))),
  fc.constantFrom(...OPERATORS),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 4 }),
);

const text = (schema: Json): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: Math.min(schema.maxLength ?? 60, 60) }),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  );

const string = (schema: Json, known: Known): fc.Arbitrary<unknown> => {
  const prefix = /^\^([a-z]+)_/.exec(schema.pattern ?? '')?.[1];
  if (prefix !== undefined && known[prefix] !== undefined) {
    const id = known[prefix];
    return fc.oneof(
      { weight: 6, arbitrary: fc.constant(id) },
      { weight: 1, arbitrary: fc.stringMatching(new RegExp(`^${prefix}_[A-Za-z0-9]{8,66}$`)) },
    );
  }
  return schema.format === 'email' ? fc.emailAddress() : text(schema);
};

const object = (schema: Json, known: Known): fc.Arbitrary<unknown> => {
  const { properties = {}, required = [], additionalProperties } = schema;
  if (typeof additionalProperties === 'object' && Object.keys(properties).length === 0) {
    const keys = fc.oneof(
      { weight: 5, arbitrary: fc.string({ maxLength: 12 }) },
      { weight: 1, arbitrary: fc.constantFrom(...OPERATORS) },
    );
    return fc.dictionary(keys, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
  }
  const model = Object.fromEntries(
    Object.entries(properties).flatMap(([key, value]) =>
      typeof value === 'object' ? [[key, valid(value, known)]] : [],
    ),
  );
  return fc.record(model, { requiredKeys: required.filter((key) => key in model) });
};

const valid = (schema: Json, known: Known): fc.Arbitrary<unknown> => {
  if (schema.enum) return fc.constantFrom<unknown>(...schema.enum);
  const [first, ...others] = (schema.anyOf ?? []).flatMap((each) =>
    typeof each === 'object' ? [valid(each, known)] : [],
  );
  if (first) return fc.oneof(first, ...others);
  switch (schema.type) {
    case 'string':
      return string(schema, known);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -10, max: schema.maximum ?? 200 });
    case 'number':
      return fc.double({ min: schema.minimum ?? -2, max: schema.maximum ?? 2, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(
        typeof schema.items === 'object' && !Array.isArray(schema.items) ? valid(schema.items, known) : hostile,
        {
          maxLength: schema.maxItems ?? 4,
        },
      );
    case 'object':
      return object(schema, known);
    default:
      return fc.jsonValue({ maxDepth: 3 });
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One value somewhere inside is replaced, removed, or joined by a key that does not belong. */
const spoil = (root: unknown, { at, how, by, key }: { at: number; how: number; by: unknown; key: string }): unknown => {
  if (!isRecord(root)) return by;
  const keys = Object.keys(root);
  const chosen = keys[at % (keys.length + 1)];
  if (chosen === undefined || how === 0) return Object.fromEntries([...Object.entries(root), [key, by]]);
  if (isRecord(root[chosen]) && how > 1)
    return { ...root, [chosen]: spoil(root[chosen], { at: at + 1, how: how - 1, by, key }) };
  const { [chosen]: _, ...rest } = root;
  return how === 1 ? rest : { ...rest, [chosen]: by };
};

/** Inputs of a schema: some right, some wrong in one place, some altogether something else. */
export const arbitraryInput = (schema: z.ZodType, known: Known): fc.Arbitrary<unknown> => {
  const right = valid(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), known);
  const fault = fc.record({
    at: fc.nat(8),
    how: fc.nat(4),
    by: hostile,
    key: fc.oneof(fc.constantFrom(...OPERATORS), fc.string({ unit: 'binary', maxLength: 12 })),
  });
  return fc.oneof(
    { weight: 3, arbitrary: right },
    { weight: 6, arbitrary: fc.tuple(right, fault).map(([input, how]) => spoil(input, how)) },
    { weight: 1, arbitrary: hostile },
  );
};
