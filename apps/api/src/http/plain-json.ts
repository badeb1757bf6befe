import { DomainError } from '@message-service/shared/errors';

/** Deeper than any input of ours, shallow enough for every recursive reader behind it. */
const MAX_DEPTH = 40;

const refuse = (message: string) => new DomainError('VALIDATION_FAILED', `The JSON ${message}.`);

/**
 * Walks parsed JSON without recursion.
 * @throws DomainError VALIDATION_FAILED when it nests too deep or has a key that would change a prototype
 */
export const assertPlainJson = (root: unknown): void => {
  const pending: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= MAX_DEPTH) throw refuse(`nests more than ${MAX_DEPTH} levels`);
    if (Object.hasOwn(value, '__proto__')) throw refuse('has a key that is not allowed');
    for (const child of Object.values(value)) pending.push({ value: child, depth: depth + 1 });
  }
};
