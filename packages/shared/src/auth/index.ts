export { Identity, Role, SessionUser, SignInInput } from './schema.ts';
