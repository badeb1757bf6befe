import { DomainError } from '@message-service/shared/errors';

/** A page's end as the client carries it to the next call. */
export const encodeCursor = (text: string): string => Buffer.from(text).toString('base64url');

/** What the groups of `shape` hold. @throws DomainError VALIDATION_FAILED when it is not a cursor of that shape */
export const decodeCursor = (cursor: string, shape: RegExp): string[] => {
  const match = shape.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (match) return match.slice(1);
  throw new DomainError('VALIDATION_FAILED', 'The cursor is not one of ours.', {
    errors: [{ path: 'cursor', message: 'not a cursor that this service gave' }],
  });
};
