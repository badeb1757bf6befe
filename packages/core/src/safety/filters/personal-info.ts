import type { PiiEntity, SafetySpan } from '@message-service/shared/safety';
import { HARMLESS, type SafetyFilter, toResult } from '../filter.ts';
import { toOriginal } from '../text/fold-text.ts';
import { findPersonalInfo } from './find-personal-info.ts';

const LABELS: Record<PiiEntity, string> = {
  email: '[email]',
  phone: '[phone]',
  card: '[card]',
  iban: '[iban]',
  national_id: '[national id]',
  ssn: '[ssn]',
  ip: '[ip]',
};

/** Masked data does no harm any more: below what asks for a moderator. */
const MASKED_RISK = 0.15;

/**
 * E-mail addresses (also spelled out), phone numbers, cards (Luhn), IBANs (mod 97), Spanish DNI and NIE (check letter),
 * US Social Security numbers and IP addresses. What happens to each is the policy's choice.
 */
export const personalInfoFilter: SafetyFilter = {
  name: 'personal_info',
  version: 1,
  *apply(text, { pii }) {
    const matches = (yield* findPersonalInfo(text)).filter(({ entity }) => pii[entity] !== 'allow');
    if (matches.length === 0) return HARMLESS;
    const spans = matches.map(({ from, to, entity }): SafetySpan => {
      const { start, end } = toOriginal(text.folded, from, to);
      return { start, end, category: entity, replacement: LABELS[entity] };
    });
    const entities = [...new Set(matches.map(({ entity }) => entity))];
    const blocked = entities.some((entity) => pii[entity] === 'block');
    return toResult(blocked ? 1 : MASKED_RISK, spans, entities);
  },
};
