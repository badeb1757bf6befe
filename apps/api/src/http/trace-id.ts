import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const TRACE_ID = /^[\w.:-]{1,128}$/;

/** The caller's `x-trace-id`, or a new one when there is none that could stand in a log line. */
export const traceIdOf = (headers: IncomingHttpHeaders): string => {
  const given = headers['x-trace-id'];
  return typeof given === 'string' && TRACE_ID.test(given) ? given : randomUUID();
};

const current = new AsyncLocalStorage<string>();

/** Runs what answers a request so that `currentTraceId` knows its trace id, where nothing else of the request is known. */
export const withTraceId = (traceId: string, run: () => void): void => current.run(traceId, run);

export const currentTraceId = (): string => current.getStore() ?? '';
