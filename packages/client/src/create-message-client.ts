import { MessageServiceError } from './errors.ts';
import { retry } from './retry.ts';
import type { RouterInputs, RouterKinds, RouterOutputs } from './router.ts';
import { subscribe } from './subscribe.ts';
import { type ClientOptions, createTransport, type Transport } from './transport.ts';

export type CallOptions = { signal?: AbortSignal };

/** No argument where a procedure takes none. */
type Arguments<Input> = undefined extends Input
  ? [input?: Input, options?: CallOptions]
  : [input: Input, options?: CallOptions];

type Procedure<Kind, Input, Output> = Kind extends 'query'
  ? { query(...args: Arguments<Input>): Promise<Output> }
  : Kind extends 'mutation'
    ? { mutate(...args: Arguments<Input>): Promise<Output> }
    : { subscribe(...args: Arguments<Input>): AsyncIterable<Output extends AsyncIterable<infer Each> ? Each : Output> };

type Slices = {
  [Slice in keyof RouterKinds]: {
    [Name in keyof RouterKinds[Slice]]: Procedure<
      RouterKinds[Slice][Name],
      Name extends keyof RouterInputs[Slice & keyof RouterInputs]
        ? RouterInputs[Slice & keyof RouterInputs][Name]
        : never,
      Name extends keyof RouterOutputs[Slice & keyof RouterOutputs]
        ? RouterOutputs[Slice & keyof RouterOutputs][Name]
        : never
    >;
  };
};

type SendInput = RouterInputs['messages']['send'];
type Accepted = RouterOutputs['messages']['send'];
type Watched =
  RouterOutputs['messages']['watch'] extends AsyncIterable<infer Each> ? Each : RouterOutputs['messages']['watch'];
type Progress = Watched extends { data: infer Data } ? Data : never;

/** First that the message is accepted, then its progress and the reply's tokens, at last `completed` or `failed`. */
export type StreamEvent = ({ type: 'accepted' } & Accepted) | Progress;

export type MessageClient = Slices & {
  /**
   * Sends a message and follows its reply. Each token comes once, whatever happens to the connection in between; after a
   * `restart` the reply begins again.
   */
  sendAndStream(input: SendInput, options?: CallOptions): AsyncGenerator<StreamEvent, void, void>;
};

const DEFAULT_TRIES = 4;
const KEY_BYTES = 16;

const newKey = () =>
  [...crypto.getRandomValues(new Uint8Array(KEY_BYTES))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** With a key by which sending it again gives the same message. */
const withKey = (input: SendInput): SendInput => {
  const { client_msg_id = newKey(), ...rest } = input.client_metadata ?? {};
  return { ...input, client_metadata: { ...rest, client_msg_id } };
};

const createCaller = (transport: Transport, maxTries: number) => {
  const query =
    (path: string) =>
    (input: unknown, options: CallOptions = {}) =>
      retry(() => transport.call('query', path, input, options.signal), maxTries, options.signal);
  const mutate =
    (path: string) =>
    (input: unknown, options: CallOptions = {}) =>
      transport.call('mutation', path, input, options.signal);
  const send = (input: SendInput, options: CallOptions = {}) => {
    const keyed = withKey(input);
    return retry(() => transport.call('mutation', 'messages.send', keyed, options.signal), maxTries, options.signal);
  };
  const follow =
    (path: string) =>
    (input: unknown, options: CallOptions = {}) =>
      subscribe(transport, { path, input, signal: options.signal });
  return { query, mutate, send, follow };
};

/** Names become paths: `client.messages.get.query(…)` calls `messages.get`. */
const createSlices = (caller: ReturnType<typeof createCaller>, path: readonly string[] = []): unknown =>
  new Proxy(
    {},
    {
      get(_target, name) {
        // what awaiting or printing asks of every object
        if (typeof name !== 'string' || name === 'then' || name === 'toJSON') return undefined;
        const at = path.join('.');
        if (path.length < 2) return createSlices(caller, [...path, name]);
        if (name === 'query') return caller.query(at);
        if (name === 'mutate') return at === 'messages.send' ? caller.send : caller.mutate(at);
        return name === 'subscribe' ? caller.follow(at) : undefined;
      },
    },
  );

/**
 * A client of the service, for Node and the browser. Queries, and sending a message, are tried again when the service
 * cannot be reached, is overloaded or asks for patience; a message keeps its `client_msg_id` over all tries, so that it is
 * sent once. Every error is a MessageServiceError.
 */
export const createMessageClient = (options: ClientOptions): MessageClient => {
  if (options.token !== undefined && options.getToken) {
    throw new MessageServiceError('VALIDATION_FAILED', 'Give either a token or getToken.');
  }
  const caller = createCaller(createTransport(options), options.maxTries ?? DEFAULT_TRIES);
  const slices = createSlices(caller) as MessageClient;
  const sendAndStream: MessageClient['sendAndStream'] = async function* (input, callOptions = {}) {
    const accepted = (await caller.send(input, callOptions)) as Accepted;
    yield { type: 'accepted', ...accepted };
    const events = caller.follow('messages.watch')({ message_id: accepted.message_id }, callOptions);
    for await (const event of events as AsyncIterable<Watched>) yield event.data;
  };
  return new Proxy(slices, {
    get: (target, name) => (name === 'sendAndStream' ? sendAndStream : Reflect.get(target, name)),
  });
};
