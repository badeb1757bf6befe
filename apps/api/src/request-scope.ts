import type { CoreContext } from '@message-service/core/context';
import type { RequestFacts } from '@message-service/core/messages';
import { hashAddress } from '@message-service/core/users';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticated, Authenticator } from './auth/create-authenticator.ts';
import type { OpenStreams } from './http/open-streams.ts';

/** What a handler knows of the request beyond its input. `authenticate` asks once, however often it is called. */
export type RequestScope = {
  core: CoreContext;
  traceId: string;
  facts: RequestFacts;
  authenticate(): Promise<Authenticated | null>;
  /** Makes the answer one of the caller's open streams. @throws DomainError RATE_LIMITED */
  openStream(identity: Authenticated): AbortSignal;
};

export type ScopeOf = (request: FastifyRequest, reply: FastifyReply) => RequestScope;

const MAX_USER_AGENT = 300;

export const createRequestScope =
  (core: CoreContext, authenticator: Authenticator, streams: OpenStreams): ScopeOf =>
  (request, reply) => {
    let asked: Promise<Authenticated | null> | undefined;
    const address_hash = hashAddress(core.settings, request.ip);
    const ask = async () => {
      const identity = await authenticator(request);
      return identity && { ...identity, origin: { trace_id: request.id, address_hash } };
    };
    return {
      core,
      traceId: request.id,
      facts: {
        received_at: core.now(),
        user_agent: request.headers['user-agent']?.slice(0, MAX_USER_AGENT),
        ip_address: address_hash,
      },
      authenticate() {
        asked ??= ask();
        return asked;
      },
      openStream: (identity) =>
        streams.open({ identity, raw: reply.raw, authenticate: () => authenticator(request, { isLook: true }) }),
    };
  };
