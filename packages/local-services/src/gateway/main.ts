import { parseArgs } from 'node:util';
import { startGateway } from './server.ts';

const { values } = parseArgs({ options: { port: { type: 'string' }, socket: { type: 'string' } } });

// The parent holds the other end of stdin: when it is gone, for whatever reason, so are we.
process.stdin
  .on('end', () => process.exit(0))
  .on('error', () => process.exit(0))
  .resume();

const port = await startGateway({ port: Number(values.port ?? 0), socketPath: values.socket ?? '' });
process.stderr.write('This MongoDB gateway is for development and tests only.\n');
process.stdout.write(`${JSON.stringify({ port })}\n`);
