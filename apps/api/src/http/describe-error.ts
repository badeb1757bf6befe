import { TRPCError } from '@trpc/server';

const MAX_FRAMES = 12;

const rootOf = (error: Error): Error => {
  const { cause } = error;
  return error instanceof TRPCError && cause instanceof Error ? rootOf(cause) : error;
};

/**
 * What a log line says of an unexpected error. Messages of the database are left out, because they quote the documents
 * that they are about.
 */
export const describeError = (thrown: unknown): Record<string, unknown> => {
  if (!(thrown instanceof Error)) return { type: typeof thrown };
  const error = rootOf(thrown);
  const frames = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at '));
  return {
    type: error.name,
    ...('code' in error ? { code: error.code } : {}),
    ...(/^(Mongo|BSON)/.test(error.name) ? {} : { message: error.message }),
    stack: frames?.slice(0, MAX_FRAMES).join('\n'),
  };
};
