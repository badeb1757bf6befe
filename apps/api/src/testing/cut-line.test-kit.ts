import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type CutLine = {
  port: number;
  /** Resets every connection and refuses new ones. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
};

/** A line to a server that can be cut and mended, which looks from here as if the server had gone and come back. */
export const openLine = async (host: string, port: number): Promise<CutLine> => {
  const ends = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, host);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(from);
      from.on('data', (chunk) => to.write(chunk));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        ends.delete(from);
        to.destroy();
      });
    }
  });
  const listen = async (at: number) => {
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const address = server.address();
  const own = typeof address === 'object' && address ? address.port : 0;
  const cut = async () => {
    const closed = server.listening ? once(server, 'close') : Promise.resolve();
    server.close();
    for (const socket of ends) socket.resetAndDestroy();
    await closed;
  };
  return {
    port: own,
    cut,
    async mend() {
      if (!server.listening) await listen(own);
    },
    close: cut,
  };
};
