import type { z } from 'zod';
import { NeighbourError, type NeighbourFault, type NeighbourName } from './neighbour-error.ts';

export type Ask<Output extends z.ZodType> = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  url: URL;
  headers: Record<string, string>;
  body?: unknown;
  output: Output;
  /** Statuses by which the neighbour says that there is no such thing. */
  none: readonly number[];
};

export type Bounds = { neighbour: NeighbourName; timeoutMs: number; maxBytes: number; signal: AbortSignal };

const MAX_RETRY_AFTER_MS = 3_600_000;

/** `Retry-After` in milliseconds, as seconds or as a date; undefined when there is none that makes sense. */
const retryAfterOf = (headers: Headers): number | undefined => {
  const given = headers.get('retry-after');
  if (given === null) return undefined;
  const ms = /^\d+$/.test(given) ? Number(given) * 1_000 : Date.parse(given) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS) : undefined;
};

const faultOf = (status: number): NeighbourFault | null => {
  if (status >= 500) return 'server_error';
  if (status === 429) return 'rate_limited';
  if (status >= 400) return 'refused';
  return status >= 300 || status < 200 ? 'redirect' : null;
};

/** Reads at most `maxBytes`, unpacked. */
const readText = async (response: Response, { neighbour, maxBytes }: Bounds): Promise<string> => {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new NeighbourError(neighbour, 'too_large', { status: response.status });
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
};

/** What is no JSON stays text, for the calls that want no more than a word. */
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
};

const readBody = async <Output extends z.ZodType>(
  response: Response,
  output: Output,
  bounds: Bounds,
): Promise<z.output<Output>> => {
  const { neighbour } = bounds;
  const { status } = response;
  const text = await readText(response, bounds);
  const body = parseJson(text);
  const parsed = output.safeParse(body);
  if (parsed.success) return parsed.data;
  const fault = body === text ? 'bad_body' : 'wrong_schema';
  throw new NeighbourError(neighbour, fault, { status, cause: parsed.error });
};

const ask = async <Output extends z.ZodType>(
  { method, url, headers, body, output, none }: Ask<Output>,
  bounds: Bounds,
): Promise<z.output<Output> | null> => {
  const response = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    signal: bounds.signal,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { status } = response;
  const fault = faultOf(status);
  if (fault === null) return readBody(response, output, bounds);
  if (none.includes(status)) return null;
  throw new NeighbourError(bounds.neighbour, fault, { status, retryAfterMs: retryAfterOf(response.headers) });
};

/**
 * One try: headers and body within `timeoutMs`, no redirect followed, at most `maxBytes` read. Null for a status of
 * `none`. Nothing it opened stays open.
 * @throws NeighbourError with the fault
 */
export const askOnce = async <Output extends z.ZodType>(
  request: Ask<Output>,
  bounds: Bounds,
): Promise<z.output<Output> | null> => {
  const { neighbour, timeoutMs, signal } = bounds;
  const controller = new AbortController();
  const onAbort = () => controller.abort(new NeighbourError(neighbour, 'aborted'));
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => controller.abort(new NeighbourError(neighbour, 'timeout')), timeoutMs);
  try {
    return await ask(request, { ...bounds, signal: controller.signal });
  } catch (cause) {
    if (controller.signal.aborted) throw controller.signal.reason;
    if (cause instanceof NeighbourError) throw cause;
    throw new NeighbourError(neighbour, 'connection', { cause });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    controller.abort(new NeighbourError(neighbour, 'aborted'));
  }
};
