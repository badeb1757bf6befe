import pino, { type DestinationStream, type Logger } from 'pino';
import type { CoreSettings } from './settings.ts';

const SECRETS = ['password', 'token', 'authorization', 'cookie', 'text', 'content'];
const DEPTHS = ['', '*.', '*.*.'];

/** JSON lines with the name of the process. Errors keep their stack; secrets and message texts are never written. */
export const createLogger = (
  settings: Pick<CoreSettings, 'LOG_LEVEL'>,
  name: string,
  destination?: DestinationStream,
): Logger =>
  pino(
    {
      level: settings.LOG_LEVEL,
      name,
      serializers: { error: pino.stdSerializers.err, err: pino.stdSerializers.err },
      redact: { paths: DEPTHS.flatMap((depth) => SECRETS.map((key) => `${depth}${key}`)), censor: '[redacted]' },
    },
    destination ?? pino.destination(1),
  );
