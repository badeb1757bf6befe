import { DomainError } from '@message-service/shared/errors';
import type { PolicyChanges, SafetyPolicy } from '@message-service/shared/safety';
import { filtersOf } from './pipeline.ts';

const refuse = (path: string, message: string) =>
  new DomainError('VALIDATION_FAILED', 'There can be no such policy.', { errors: [{ path, message }] });

const check = (policy: SafetyPolicy): void => {
  if (policy.block_threshold > policy.review_threshold)
    throw refuse('block_threshold', 'must not be above review_threshold');
  try {
    filtersOf(policy);
  } catch (error) {
    throw refuse('filters', error instanceof Error ? error.message : 'unknown');
  }
};

/** A policy with changes. @throws DomainError VALIDATION_FAILED when there can be no such policy */
export const changePolicy = (base: SafetyPolicy, { filters, pii, ...rest }: PolicyChanges): SafetyPolicy => {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const policy = { ...base, ...given, filters: { ...base.filters, ...filters }, pii: { ...base.pii, ...pii } };
  check(policy);
  return policy;
};
