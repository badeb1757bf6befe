import { type LookupOptions, lookup as resolve } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { Logger } from 'pino';
import { Agent, buildConnector, setGlobalDispatcher } from 'undici';
import { createJudge, type Judge } from './judge-address.ts';
import type { OutboundSettings } from './settings-schema.ts';

/** An address that may not be called. It names the host alone, not what it resolved to. */
export class RefusedAddressError extends Error {
  override readonly name = 'RefusedAddressError';
  readonly code = 'ERR_REFUSED_ADDRESS';
  constructor(host: string) {
    super(
      `${host} is, or resolves to, an address that may not be called; OUTBOUND_PRIVATE_HOSTS names those that may.`,
    );
  }
}

type Resolve = (
  host: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, found: { address: string; family: number }[]) => void,
) => void;

/** A look-up that hands on only addresses that were judged: what is connected to is what was looked at. */
const createLookup =
  (judge: Judge, resolveAll: Resolve): LookupFunction =>
  (host, options, callback) => {
    resolveAll(host, { ...options, all: true }, (error, found) => {
      const [first] = found ?? [];
      if (error || !first) return callback(error ?? new Error(`${host} has no address`), '', 0);
      if (!found.every(({ address }) => judge(host, address))) return callback(new RefusedAddressError(host), '', 0);
      return options.all ? callback(null, found) : callback(null, first.address, first.family);
    });
  };

/**
 * Has every `fetch` of this process refuse private, link-local and metadata addresses when it connects, whatever the
 * name was that led there and how often it changes its mind; hosts of the settings may be private. Each redirect that
 * is followed connects anew, and so is judged as well. `resolveAll` looks names up.
 */
export const guardOutbound = (
  { OUTBOUND_PRIVATE_HOSTS }: OutboundSettings,
  log: Pick<Logger, 'warn'>,
  resolveAll: Resolve = resolve,
): void => {
  const judge = createJudge(OUTBOUND_PRIVATE_HOSTS);
  const connect = buildConnector({ lookup: createLookup(judge, resolveAll) });
  setGlobalDispatcher(
    new Agent({
      connect(options, callback) {
        const host = options.hostname.replace(/^\[|\]$/g, '');
        const refuse = (error: RefusedAddressError) => {
          log.warn({ host }, error.message);
          callback(error, null);
        };
        if (isIP(host) !== 0 && !judge(host, host)) return refuse(new RefusedAddressError(host));
        connect(options, (error, socket) => {
          if (error instanceof RefusedAddressError) refuse(error);
          else if (error) callback(error, null);
          else callback(null, socket);
        });
      },
    }),
  );
};
