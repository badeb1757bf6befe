import { createNeighbours, NeighbourSettings, type Neighbours } from '@message-service/core/external';
import { createMetrics } from '@message-service/core/metrics';
import { pino } from 'pino';

/** The clients of neighbours at these settings; none without any. */
export const openNeighbours = (environment: Record<string, string> = {}, now = () => new Date()): Neighbours =>
  createNeighbours(NeighbourSettings.parse(environment), {
    log: pino({ level: 'silent' }),
    metrics: createMetrics(),
    now,
  });
