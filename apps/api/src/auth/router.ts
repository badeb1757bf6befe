import { SessionUser } from '@message-service/shared/auth';
import { publicProcedure, router } from '../trpc.ts';

export const authRouter = router({
  /** Who calls, or null. */
  session: publicProcedure.output(SessionUser.nullable()).query(async ({ ctx }) => {
    const identity = await ctx.authenticate();
    if (!identity) return null;
    const { user_id, roles, expires_at, email, display_name = user_id } = identity;
    return { user_id, roles, expires_at, email, display_name };
  }),
});
