export { canReadAll, Identity, Role, SessionUser, SignInInput } from './schema.ts';
