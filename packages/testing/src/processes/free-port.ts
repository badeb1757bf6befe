import { once } from 'node:events';
import { createServer } from 'node:net';

const given = new Set<number>();

/** A port on loopback that nobody listens on right now, and that has not been given to anybody else in this process. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  if (given.has(address.port)) return freePort();
  given.add(address.port);
  return address.port;
};
