import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Signer = (input: string) => Buffer;
export type IssuerKey = { jwk: Record<string, unknown>; privateKey: KeyObject; publicPem: string; sign: Signer };

const part = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A compact JWS of any header and payload, however wrong; strings are taken as they are. */
export const compact = (header: unknown, payload: unknown, signer: Signer): string => {
  const input = `${part(header)}.${part(payload)}`;
  return `${input}.${signer(input).toString('base64url')}`;
};

export const hmac =
  (secret: string, hash = 'sha256'): Signer =>
  (input) =>
    createHmac(hash, secret).update(input).digest();

const toIssuerKey = (pair: { publicKey: KeyObject; privateKey: KeyObject }, kid: string, alg: string): IssuerKey => ({
  jwk: { ...pair.publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' },
  privateKey: pair.privateKey,
  publicPem: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  sign: (input) => sign('sha256', Buffer.from(input), { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }),
});

export const newRsaKey = (kid: string, modulusLength = 2048): IssuerKey =>
  toIssuerKey(generateKeyPairSync('rsa', { modulusLength }), kid, 'RS256');

export const newEcKey = (kid: string): IssuerKey =>
  toIssuerKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }), kid, 'ES256');

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const answerKeys =
  (keys: unknown[]): Answer =>
  (_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
  };

/** A real HTTP server that publishes keys, or answers as it is told, and counts how often it was asked. */
export const startIssuer = async () => {
  let answer = answerKeys([]);
  let hits = 0;
  const server = createServer((request, response) => {
    hits++;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/jwks.json`,
    hits: () => hits,
    publish(...keys: unknown[]) {
      answer = answerKeys(keys);
    },
    answerWith(other: Answer) {
      answer = other;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
