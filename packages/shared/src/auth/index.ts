export { CONSOLE_HEADER } from './console-header.ts';
export {
  CreateUserInput,
  canChangeOthers,
  canInstruct,
  canJumpQueue,
  canReadAll,
  canRetry,
  Identity,
  Role,
  SessionUser,
  SignInInput,
  User,
} from './schema.ts';
