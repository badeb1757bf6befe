import superjson from 'superjson';
import { MessageServiceError, toNetworkError, toServiceError } from './errors.ts';

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** Gives the bearer token; `refresh` is true after the last one was refused. */
export type GetToken = (options: { refresh: boolean }) => string | Promise<string>;

export type ClientOptions = {
  /** Where the api is, such as `https://messages.example.org`. */
  url: string;
  token?: string;
  getToken?: GetToken;
  /** How often a call that may be repeated is tried in all. */
  maxTries?: number;
  /** Milliseconds that one try of a call may take until its answer is read. Streams take as long as they take. */
  timeoutMs?: number;
  fetch?: Fetch;
};

export type Opened = {
  body: ReadableStream<Uint8Array>;
  /** After the sign-in of the stream has ended: true when there is another token. @throws MessageServiceError */
  renew(): Promise<boolean>;
};

export type Transport = {
  /** One try. @throws MessageServiceError */
  call(kind: 'query' | 'mutation', path: string, input: unknown, signal?: AbortSignal): Promise<unknown>;
  /** Opens the stream of a subscription. @throws MessageServiceError */
  open(path: string, input: unknown, signal: AbortSignal): Promise<Opened>;
};

const encode = (input: unknown) => JSON.stringify(superjson.serialize(input));

const withInput = (path: string, input: unknown) =>
  input === undefined ? path : `${path}?input=${encodeURIComponent(encode(input))}`;

/** Null for what is no JSON. */
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

export const read = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), value);

export const decode = (data: unknown): unknown =>
  superjson.deserialize(data as Parameters<typeof superjson.deserialize>[0]);

/** Holds the token and asks for another once when it is refused, however many calls were refused with it. */
const createAuthorization = ({ token, getToken }: ClientOptions) => {
  let current: Promise<string> | undefined = token === undefined ? undefined : Promise.resolve(token);
  const ask = async (refresh: boolean) => (getToken ? getToken({ refresh }) : '');
  return {
    get: () => {
      current ??= ask(false);
      return current;
    },
    /** True when there is another token than the refused one. */
    async renew(refused: string): Promise<boolean> {
      if (!getToken) return false;
      const known = await current?.catch(() => refused);
      if (known === refused) current = ask(true);
      return (await current) !== refused;
    },
    forget() {
      if (getToken) current = undefined;
    },
  };
};

/** Calls procedures over HTTP, with the token, within the time. */
export const createTransport = (options: ClientOptions): Transport => {
  const { url, timeoutMs = 60_000 } = options;
  const base = `${url.replace(/\/+$/, '')}/trpc`;
  const send: Fetch = options.fetch ?? ((input, init) => fetch(input, init));
  const authorization = createAuthorization(options);

  const withoutToken = (cause: unknown) => {
    authorization.forget();
    throw new MessageServiceError('UNAUTHENTICATED', 'There is no token to call with.', { cause });
  };
  const renew = (refused: string) => authorization.renew(refused).catch(withoutToken);

  const request = async (path: string, init: RequestInit): Promise<{ response: Response; token: string }> => {
    for (let renewed = false; ; renewed = true) {
      const token = await authorization.get().catch(withoutToken);
      const headers = { ...init.headers, ...(token === '' ? {} : { authorization: `Bearer ${token}` }) };
      const response = await send(`${base}/${path}`, { ...init, headers, redirect: 'error' });
      if (response.status !== 401 || renewed || !(await renew(token))) return { response, token };
      await response.body?.cancel();
    }
  };

  const refuse = async (response: Response): Promise<never> => {
    const body = parse(await response.text());
    throw toServiceError(read(body, 'error', 'json'), response.status, response.headers);
  };

  return {
    async call(kind, path, input, signal) {
      const timer = new AbortController();
      const stop = () => timer.abort();
      const timeout = setTimeout(stop, timeoutMs);
      signal?.addEventListener('abort', stop, { once: true });
      if (signal?.aborted) stop();
      try {
        const { response } = await (kind === 'query'
          ? request(withInput(path, input), { method: 'GET', signal: timer.signal })
          : request(path, {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body: input === undefined ? '{}' : encode(input),
              signal: timer.signal,
            }));
        if (!response.ok) return await refuse(response);
        const data = read(parse(await response.text()), 'result', 'data');
        if (data === undefined) throw new MessageServiceError('INTERNAL', 'The answer made no sense.');
        return decode(data);
      } catch (error) {
        throw toNetworkError(error, signal);
      } finally {
        clearTimeout(timeout);
        signal?.removeEventListener('abort', stop);
      }
    },
    async open(path, input, signal) {
      try {
        const headers = { accept: 'text/event-stream' };
        const { response, token } = await request(withInput(path, input), { method: 'GET', headers, signal });
        if (!response.ok || !response.body) return await refuse(response);
        return { body: response.body, renew: () => renew(token) };
      } catch (error) {
        throw toNetworkError(error, signal);
      }
    },
  };
};
