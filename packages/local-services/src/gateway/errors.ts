import { engineStates } from './error-states.ts';
import type { PgError } from './pg-connection.ts';

export type Failure = { code: number; codeName: string };

/** An error that the client gets as a MongoDB error document; `extra` holds further fields such as keyPattern. */
export class MongoFailure extends Error {
  constructor(
    readonly code: number,
    readonly codeName: string,
    message: string,
    readonly extra: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

/** The MongoDB code for a PostgreSQL SQLSTATE; what is not in the table is an internal error. */
export function failureOfState(state: string): Failure {
  const known = engineStates[state];
  return known ? { code: known[0], codeName: known[1] } : { code: 1, codeName: 'InternalError' };
}

/** Unpacks the SQLSTATE that the engine puts in `writeErrors[].code`: five characters of 6 bits each, offset '0'. */
export function unpackState(packed: number): string {
  let state = '';
  for (let index = 0; index < 5; index++) state += String.fromCharCode(((packed >> (6 * index)) & 0x3f) + 48);
  return state;
}

const DUPLICATE_KEY = /Duplicate key violation on the requested collection: Index '(.*)'/;

/** The index that a duplicate key error is about, or null. */
export function duplicateIndexName(message: string): string | null {
  return DUPLICATE_KEY.exec(message)?.[1] ?? null;
}

export function toFailure(error: PgError): MongoFailure {
  const { code, codeName } = failureOfState(error.state);
  return new MongoFailure(code, codeName, error.message, { engineState: error.state });
}
