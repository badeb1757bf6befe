export {
  CONSOLE_HEADER,
  CreateUserInput,
  canReadAll,
  Identity,
  Role,
  SessionUser,
  SignInInput,
  User,
} from './schema.ts';
