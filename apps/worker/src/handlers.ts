import type { CoreContext } from '@message-service/core/context';
import * as alertJobs from '@message-service/shared/alerts/jobs';
import type { JobDefinition, JobPayload } from '@message-service/shared/jobs';
import * as messageJobs from '@message-service/shared/messages/jobs';
import * as moderationJobs from '@message-service/shared/moderation/jobs';
import * as alertHandlers from './alerts/handlers.ts';
import * as messageHandlers from './messages/handlers.ts';
import * as moderationHandlers from './moderation/handlers.ts';

/** Every job of the service. */
export const catalogue = { ...alertJobs, ...messageJobs, ...moderationJobs };
type Catalogue = typeof catalogue;

export type WorkerFacts = { id: string; stopping: AbortSignal };
/** To be run again after a while without counting as a failure. */
export type Later = { kind: 'later'; retryAfterMs: number; reason: string };
export type Handler<J extends JobDefinition> = (
  ctx: CoreContext,
  payload: JobPayload<J>,
  worker: WorkerFacts,
) => Promise<Later | { kind: string }>;
export type Handlers = { [K in keyof Catalogue]: Handler<Catalogue[K]> };

/** A missing handler, or one for another payload, does not compile. */
export const handlers: Handlers = { ...alertHandlers, ...messageHandlers, ...moderationHandlers };
