import { connect } from 'node:net';

export type RawAnswer = { status: number; headers: Record<string, string>; text: string };

const parse = (bytes: string): RawAnswer => {
  const end = bytes.indexOf('\r\n\r\n');
  const [first = '', ...lines] = bytes.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const { 'content-length': length } = headers;
  const text = bytes.slice(end + 4);
  return { status: Number(first.split(' ')[1] ?? 0), headers, text: length ? text.slice(0, Number(length)) : text };
};

/** Sends bytes as they are, part by part, and reads until the server closes or an answer of known length is there. */
export const sendRaw = (port: number, ...parts: (string | Buffer)[]): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    const done = () => {
      socket.destroy();
      if (received === '') reject(new Error('closed without an answer'));
      else resolve(parse(received));
    };
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      const length = /content-length: (\d+)/i.exec(received)?.[1];
      const end = received.indexOf('\r\n\r\n');
      if (end >= 0 && length !== undefined && received.length >= end + 4 + Number(length)) done();
    });
    socket.on('error', () => (received === '' ? undefined : done()));
    socket.on('close', done);
    for (const part of parts) socket.write(part);
  });

export const head = (method: string, path: string, headers: Record<string, string | number> = {}): string =>
  [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');
