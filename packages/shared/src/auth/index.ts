export { CONSOLE_HEADER } from './console-header.ts';
export {
  CreateUserInput,
  canChangeOthers,
  canJumpQueue,
  canReadAll,
  canRetry,
  Identity,
  Role,
  SessionUser,
  SignInInput,
  User,
} from './schema.ts';
