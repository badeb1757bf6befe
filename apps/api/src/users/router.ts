import {
  createAccount,
  disableUser,
  enableUser,
  listSessions,
  listUsers,
  resetPassword,
  setRoles,
  signOutUser,
  unlockUser,
} from '@message-service/core/users';
import { User } from '@message-service/shared/auth';
import {
  AccountWithPassword,
  CreateAccountInput,
  ListSessionsInput,
  ListUsersInput,
  SessionList,
  SetRolesInput,
  SignedOut,
  UserActInput,
  UserPage,
} from '@message-service/shared/users';
import { ADMINS } from '../policy.ts';
import { roleProcedure, router } from '../trpc.ts';

const adminProcedure = roleProcedure(ADMINS);

export const usersRouter = router({
  list: adminProcedure
    .input(ListUsersInput)
    .output(UserPage)
    .query(({ ctx, input }) => listUsers(ctx.core, ctx.identity, input)),
  sessions: adminProcedure
    .input(ListSessionsInput)
    .output(SessionList)
    .query(({ ctx, input }) => listSessions(ctx.core, ctx.identity, input)),
  create: adminProcedure
    .input(CreateAccountInput)
    .output(AccountWithPassword)
    .mutation(({ ctx, input }) => createAccount(ctx.core, ctx.identity, input)),
  setRoles: adminProcedure
    .input(SetRolesInput)
    .output(User)
    .mutation(({ ctx, input }) => setRoles(ctx.core, ctx.identity, input)),
  disable: adminProcedure
    .input(UserActInput)
    .output(User)
    .mutation(({ ctx, input }) => disableUser(ctx.core, ctx.identity, input)),
  enable: adminProcedure
    .input(UserActInput)
    .output(User)
    .mutation(({ ctx, input }) => enableUser(ctx.core, ctx.identity, input)),
  unlock: adminProcedure
    .input(UserActInput)
    .output(User)
    .mutation(({ ctx, input }) => unlockUser(ctx.core, ctx.identity, input)),
  signOut: adminProcedure
    .input(UserActInput)
    .output(SignedOut)
    .mutation(({ ctx, input }) => signOutUser(ctx.core, ctx.identity, input)),
  resetPassword: adminProcedure
    .input(UserActInput)
    .output(AccountWithPassword)
    .mutation(({ ctx, input }) => resetPassword(ctx.core, ctx.identity, input)),
});
