import type { PgError } from '../engine/pg-connection.ts';
import { engineStates } from './error-states.ts';

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

/** The MongoDB code and name for a SQLSTATE; what is not in the table is an internal error. */
export function failureOfState(state: string): { code: number; codeName: string } {
  return engineStates.get(state) ?? { code: 1, codeName: 'InternalError' };
}

/** Unpacks the SQLSTATE that the engine puts in `writeErrors[].code`: five characters of 6 bits each, offset '0'. */
export function unpackState(packed: number): string {
  return String.fromCharCode(...[0, 6, 12, 18, 24].map((shift) => ((packed >> shift) & 0x3f) + 48));
}

export function toFailure({ state, message }: PgError): MongoFailure {
  const { code, codeName } = failureOfState(state);
  return new MongoFailure(code, codeName, message, code === 1 ? { engineState: state } : {});
}
