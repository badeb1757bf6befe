import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

export { countCached } from './count-cached.ts';

const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const HTTP_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const QUERY_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

/** The service's Prometheus metrics. Times in seconds, sizes in bytes, shares from 0 to 1. */
export const createMetrics = () => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    messagesCreated: new Counter({ name: 'messages_created_total', help: 'Messages accepted', registers }),
    messagesProcessed: new Counter({
      name: 'messages_processed_total',
      help: 'Messages that reached a terminal state',
      labelNames: ['status'],
      registers,
    }),
    messageProcessing: new Histogram({
      name: 'message_processing_seconds',
      help: 'From acceptance to the terminal state',
      buckets: SECONDS,
      registers,
    }),
    queueSize: new Gauge({
      name: 'message_queue_size',
      help: 'Jobs that wait or run, by queue',
      labelNames: ['queue'],
      registers,
    }),
    queueOldest: new Gauge({
      name: 'message_queue_oldest_seconds',
      help: 'For how long the job next in turn has waited, by queue; 0 when none waits',
      labelNames: ['queue'],
      registers,
    }),
    queueWorkers: new Gauge({
      name: 'message_queue_workers',
      help: 'Workers that take jobs of a queue, as Redis sees them',
      labelNames: ['queue'],
      registers,
    }),
    llmRequests: new Counter({
      name: 'llm_requests_total',
      help: 'Calls to LLM providers',
      labelNames: ['provider', 'model'],
      registers,
    }),
    llmResponse: new Histogram({
      name: 'llm_response_seconds',
      help: 'From the call to the last token',
      labelNames: ['provider'],
      buckets: SECONDS,
      registers,
    }),
    llmTokens: new Counter({
      name: 'llm_tokens_used_total',
      help: 'Tokens, prompt and completion',
      labelNames: ['type'],
      registers,
    }),
    llmErrors: new Counter({
      name: 'llm_errors_total',
      help: 'Failed calls to LLM providers',
      labelNames: ['provider', 'error_type'],
      registers,
    }),
    llmFailovers: new Counter({
      name: 'llm_failovers_total',
      help: 'Calls to a provider instead of another that had failed or was left alone',
      labelNames: ['from', 'to'],
      registers,
    }),
    llmBreakerTurns: new Counter({
      name: 'llm_breaker_turns_total',
      help: 'Breakers of providers that opened or closed',
      labelNames: ['provider', 'turned'],
      registers,
    }),
    llmCachedReplies: new Counter({
      name: 'llm_cached_replies_total',
      help: 'Replies that were given before, so that no provider was asked',
      labelNames: ['provider'],
      registers,
    }),
    llmSavedCost: new Counter({
      name: 'llm_saved_cost_usd_total',
      help: 'What replies that were given before would have cost, in USD',
      registers,
    }),
    sweptMessages: new Counter({
      name: 'messages_swept_total',
      help: 'Messages that the sweeper enqueued again',
      registers,
    }),
    reconciled: new Counter({
      name: 'messages_reconciled_total',
      help: 'What the reconciler put right: slots of conversations, jobs of ended messages, places in process, doubled jobs',
      labelNames: ['what'],
      registers,
    }),
    neighbourCalls: new Counter({
      name: 'neighbour_calls_total',
      help: 'Calls to neighbour services, by how they ended',
      labelNames: ['neighbour', 'outcome'],
      registers,
    }),
    alertsFired: new Counter({
      name: 'alerts_fired_total',
      help: 'Alerts that fired',
      labelNames: ['rule', 'severity'],
      registers,
    }),
    safetyCheck: new Histogram({
      name: 'safety_check_seconds',
      help: 'Own filters over one text, its pauses included',
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
      registers,
    }),
    safetyFindings: new Counter({
      name: 'safety_findings_total',
      help: 'Texts in which a filter found something',
      labelNames: ['filter'],
      registers,
    }),
    safetyVerdicts: new Counter({
      name: 'safety_verdicts_total',
      help: 'Judged texts by decision',
      labelNames: ['decision'],
      registers,
    }),
    projectionLag: new Gauge({
      name: 'projection_lag_seconds',
      help: 'Age of the oldest event that a projection does not hold yet',
      labelNames: ['projection'],
      registers,
    }),
    databaseQuery: new Histogram({
      name: 'database_query_seconds',
      help: 'From a question to MongoDB to its answer, by operation; failed ones too',
      labelNames: ['operation'],
      buckets: QUERY_SECONDS,
      registers,
    }),
    cacheRequests: new Counter({
      name: 'cache_requests_total',
      help: 'What was looked for in a cache, and whether it was there',
      labelNames: ['cache', 'outcome'],
      registers,
    }),
    cacheHitRate: new Gauge({
      name: 'cache_hit_rate',
      help: 'Share of what was looked for in a cache and was there, since the process began',
      labelNames: ['cache'],
      registers,
    }),
    httpRequests: new Counter({
      name: 'http_requests_total',
      help: 'Answered HTTP requests, by the pattern of their route',
      labelNames: ['method', 'route', 'status'],
      registers,
    }),
    httpRequest: new Histogram({
      name: 'http_request_seconds',
      help: 'From a request to the end of its answer; streams of events, which last as long as they are read, left out',
      labelNames: ['method', 'route'],
      buckets: HTTP_SECONDS,
      registers,
    }),
    concurrentRequests: new Gauge({ name: 'concurrent_requests', help: 'HTTP requests in work', registers }),
  };
};
