import { MessageServiceError, toNetworkError, toServiceError } from './errors.ts';
import { readEvents, type ServerEvent } from './read-events.ts';
import { isPassing, pause, waitAfter } from './retry.ts';
import { decode, type Opened, read, type Transport } from './transport.ts';

/** Times in a row that a stream is opened again without anything having come. */
const MOST_EMPTY_TRIES = 8;
/** The service pings every 15 s: a stream silent for longer is dead. */
const SILENCE_MS = 45_000;

type Options = { path: string; input: unknown; signal?: AbortSignal | undefined };
type Step = { kind: 'value'; value: unknown; id: string | undefined } | { kind: 'end' } | { kind: 'nothing' };

const parseData = (data: string): unknown => {
  try {
    return JSON.parse(data);
  } catch (cause) {
    throw new MessageServiceError('NETWORK', 'The stream was garbled.', { cause });
  }
};

const take = ({ name, id, data }: ServerEvent): Step => {
  if (name === 'return') return { kind: 'end' };
  if (name === 'serialized-error') {
    const shape = decode(parseData(data));
    throw toServiceError(shape, Number(read(shape, 'data', 'httpStatus') ?? 500));
  }
  if (name !== 'message') return { kind: 'nothing' };
  const value = decode(parseData(data));
  return { kind: 'value', value: id === undefined ? value : { id, data: value }, id };
};

/** A signal that fires with the caller's, and when `touch` has not been called for a while. */
const createWatchdog = (signal: AbortSignal | undefined) => {
  const controller = new AbortController();
  const stop = () => controller.abort();
  let timer = setTimeout(stop, SILENCE_MS);
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  return {
    signal: controller.signal,
    touch() {
      clearTimeout(timer);
      timer = setTimeout(stop, SILENCE_MS);
    },
    close() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      stop();
    },
  };
};

/** One connection, until it ends or breaks. True when the stream is over for good. */
async function* readOnce(
  transport: Transport,
  { path, input, signal }: Options,
  { onOpen, onId }: { onOpen: (renew: Opened['renew']) => void; onId: (id: string) => void },
): AsyncGenerator<unknown, boolean, void> {
  const watchdog = createWatchdog(signal);
  try {
    const { body, renew } = await transport.open(path, input, watchdog.signal);
    onOpen(renew);
    for await (const event of readEvents(body)) {
      watchdog.touch();
      const step = take(event);
      if (step.kind === 'end') return true;
      if (step.kind === 'nothing') continue;
      if (step.id !== undefined) onId(step.id);
      yield step.value;
    }
    return false;
  } catch (error) {
    throw toNetworkError(error, signal);
  } finally {
    watchdog.close();
  }
}

const isSignedOut = (error: unknown) => error instanceof MessageServiceError && error.code === 'UNAUTHENTICATED';

/**
 * What a subscription gives, over as many connections as it takes: when the sign-in of one ends, the next is opened with
 * a new token, if there is one. Where events have ids, one that is opened again goes on after the last that was read: none
 * is missing and none comes twice.
 * @throws MessageServiceError for what no new connection mends
 */
export async function* subscribe(transport: Transport, options: Options): AsyncGenerator<unknown, void, void> {
  const { path, input, signal } = options;
  let lastEventId: string | undefined;
  let isRenewed = false;
  for (let empty = 1; ; empty++) {
    const from = lastEventId === undefined ? input : { ...Object(input), lastEventId };
    let failure = new MessageServiceError('NETWORK', 'The stream broke off.');
    let renew: Opened['renew'] = async () => false;
    try {
      const connection = readOnce(
        transport,
        { path, input: from, signal },
        {
          onOpen: (one) => {
            renew = one;
          },
          onId: (id) => {
            lastEventId = id;
          },
        },
      );
      for (;;) {
        const { done, value } = await connection.next();
        if (done && value === true) return;
        if (done) break;
        empty = 0;
        isRenewed = false;
        yield value;
      }
    } catch (error) {
      if (!isRenewed && isSignedOut(error) && (await renew())) {
        isRenewed = true;
        continue;
      }
      if (!isPassing(error) || empty >= MOST_EMPTY_TRIES) throw error;
      failure = error;
    }
    if (signal?.aborted) throw toNetworkError(failure, signal);
    await pause(waitAfter(failure, empty + 1), signal);
  }
}
