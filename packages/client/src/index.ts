export {
  type CallOptions,
  createMessageClient,
  type MessageClient,
  type StreamEvent,
} from './create-message-client.ts';
export { type ClientErrorCode, MessageServiceError } from './errors.ts';
export type { ErrorCode, FieldError, RouterInputs, RouterKinds, RouterOutputs } from './router.ts';
export type { ClientOptions, GetToken } from './transport.ts';
