import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const TRACE_ID = /^[\w.:-]{1,128}$/;

/** The caller's `x-trace-id`, or a new one when there is none that could stand in a log line. */
export const traceIdOf = (headers: IncomingHttpHeaders): string => {
  const given = headers['x-trace-id'];
  return typeof given === 'string' && TRACE_ID.test(given) ? given : randomUUID();
};
