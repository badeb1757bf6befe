import type { CoreContext } from '../context.ts';
import { sessionIdOf, sessions } from './sessions.ts';

/** Ends the session of a token. Ending one that is not there is no error. */
export const signOut = async (ctx: Pick<CoreContext, 'db'>, token: string): Promise<void> => {
  const id = sessionIdOf(token);
  if (id !== null) await sessions(ctx).deleteOne({ _id: id });
};
