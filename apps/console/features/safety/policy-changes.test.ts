import type { SafetyPolicy } from '@message-service/shared/safety';
import { expect, test } from 'vitest';
import { ENTITIES, FILTERS } from './names';
import { changesBetween } from './policy-changes';

const base: SafetyPolicy = {
  filters: Object.fromEntries(
    FILTERS.map((name) => [name, { enabled: true, version: 2 }]),
  ) as unknown as SafetyPolicy['filters'],
  review_threshold: 0.8,
  block_threshold: 0.2,
  pii: Object.fromEntries(ENTITIES.map((entity) => [entity, 'mask'])) as SafetyPolicy['pii'],
  languages: [],
  mask_profanity: false,
};

test('only what differs is a change', () => {
  expect(changesBetween(base, structuredClone(base))).toEqual({});
  const wanted: SafetyPolicy = {
    ...base,
    filters: { ...base.filters, spam: { enabled: false, version: 2 }, toxicity: { enabled: true, version: 1 } },
    pii: { ...base.pii, card: 'block' },
    block_threshold: 0.4,
    languages: ['es'],
  };
  expect(changesBetween(base, wanted)).toEqual({
    filters: { spam: { enabled: false, version: 2 }, toxicity: { enabled: true, version: 1 } },
    pii: { card: 'block' },
    block_threshold: 0.4,
    languages: ['es'],
  });
});
