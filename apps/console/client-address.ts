import { subscribe } from 'node:diagnostics_channel';
import { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

const HEADER = 'x-forwarded-for';

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** IPv4 addresses come from a socket of both families as `::ffff:192.0.2.1`. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '');

const listOf = (entries: readonly string[]) => {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    if (bits === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(bits), familyOf(address));
  }
  return list;
};

/** Who asks: the peer of the connection, or, behind proxies that are trusted, whom the last of them names. */
export const clientAddress = (peer: string, forwardedFor: string, trustedProxies: readonly string[]): string => {
  const trusted = listOf(trustedProxies);
  let client = plain(peer);
  for (const hop of forwardedFor.split(',').reverse()) {
    const address = plain(hop.trim());
    if (!trusted.check(client, familyOf(client)) || isIP(address) === 0) break;
    client = address;
  }
  return client;
};

/**
 * From now on every request of this process carries the address it comes from as its only `x-forwarded-for`, before
 * anything reads it: Next keeps the one that a client sends, and the api believes the console's.
 */
export const overwriteForwardedFor = (trustedProxies: readonly string[]) =>
  subscribe('http.server.request.start', (message) => {
    const request = typeof message === 'object' && message && 'request' in message ? message.request : null;
    if (!(request instanceof IncomingMessage)) return;
    const { headers, socket } = request;
    const given = headers[HEADER] ?? '';
    if (socket.remoteAddress === undefined) delete headers[HEADER];
    else headers[HEADER] = clientAddress(socket.remoteAddress, String(given), trustedProxies);
  });
