import type { CoreSettings } from '../settings.ts';

export type Window = { name: 'minute' | 'hour' | 'day'; limit: number; lengthMs: number };

const MINUTE_MS = 60_000;

/** The windows in which a user's messages are limited, shortest first. */
export const windowsOf = (settings: CoreSettings): readonly Window[] => [
  { name: 'minute', limit: settings.MAX_MESSAGES_PER_MINUTE, lengthMs: MINUTE_MS },
  { name: 'hour', limit: settings.MAX_MESSAGES_PER_HOUR, lengthMs: 60 * MINUTE_MS },
  { name: 'day', limit: settings.MAX_MESSAGES_PER_DAY, lengthMs: 24 * 60 * MINUTE_MS },
];
