export {
  AccountWithPassword,
  ChangePasswordInput,
  CreateAccountInput,
  ListSessionsInput,
  ListUsersInput,
  SessionList,
  SessionView,
  SetRolesInput,
  SignedOut,
  UserActInput,
  UserPage,
  UserRow,
} from './schema.ts';
