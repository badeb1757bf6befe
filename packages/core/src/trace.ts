import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<string>();

/** Runs what answers a request so that `currentTraceId` knows its trace id, where nothing else of the request is known. */
export const withTraceId = <T>(traceId: string, run: () => T): T => current.run(traceId, run);

/** The trace id of the request that is being answered, or an empty text. */
export const currentTraceId = (): string => current.getStore() ?? '';
