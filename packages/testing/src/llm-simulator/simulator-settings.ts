import { z } from 'zod';
import { parseDistribution } from './distribution.ts';

/**
 * What a provider can do wrong. `midway` means after half of the reply, `linger` that the
 * whole reply comes but the connection is never closed; where a fault needs a stream and the request
 * asked for none, it strikes before the body.
 */
export const FAULTS = [
  'hang',
  'hang_after_headers',
  'pings',
  'stall',
  'drip',
  'reset',
  'reset_midway',
  'truncate',
  'truncated_json',
  'garbage',
  'bad_chunk',
  'wrong_schema',
  'error_event',
  'empty',
  'empty_body',
  'huge',
  'gzip_bomb',
  'redirect',
  'no_finish',
  'no_done',
  'linger',
  'no_usage',
  'nan_usage',
  'negative_usage',
  'text_usage',
] as const;
export type Fault = (typeof FAULTS)[number];
export const isFault = (name: string): name is Fault => FAULTS.some((fault) => fault === name);

const distribution = z.string().check((context) => {
  try {
    parseDistribution(context.value);
  } catch (error) {
    context.issues.push({
      code: 'custom',
      input: context.value,
      message: error instanceof Error ? error.message : String(error),
    });
  }
});
const rate = z.number().min(0).max(1);

export const SimulatorSettings = z.strictObject({
  /** Time to the first token in ms. */
  latency: distribution.default('const:0'),
  /** Completion tokens of a reply, capped by what the request allows. One word is one token. */
  tokens: distribution.default('const:24'),
  /** Pace after the first token; 0 sends all at once. */
  tokensPerSecond: z.number().min(0).default(0),
  /** Least time between two writes of a stream, which may carry several tokens. */
  tickMs: z.number().min(1).default(10),
  /** Share of requests answered with one of `errorCodes`. */
  errorRate: rate.default(0),
  errorCodes: z.array(z.int().min(400).max(599)).min(1).default([500, 503, 429]),
  errorDelay: distribution.default('const:0'),
  /** `Retry-After` of an answer 429. */
  retryAfterSeconds: z.number().min(0).default(1),
  /** Share of requests struck by each fault. */
  faults: z.partialRecord(z.enum(FAULTS), rate).default({}),
  /** Requests at once beyond which the answer is 429; 0 is no limit. */
  maxConcurrent: z.int().min(0).default(0),
  /** When set, `Authorization: Bearer` or `x-api-key` must carry it. */
  apiKey: z.string().default(''),
  models: z.array(z.string().min(1)).min(1).default(['google/gemma-3-12b', 'gpt-4o-mini', 'claude-3-5-haiku-latest']),
  /** Answer 404 to a model that is not listed. */
  strictModel: z.boolean().default(false),
  seed: z.int().min(0).default(1),
  /** How many of the latest requests are kept for reading. */
  keepRequests: z.int().min(0).default(500),
});
export type SimulatorSettings = z.output<typeof SimulatorSettings>;
export type SimulatorOptions = z.input<typeof SimulatorSettings>;

/** @throws Error that names every setting at fault */
export const parseSimulatorSettings = (input: unknown): SimulatorSettings => {
  const parsed = SimulatorSettings.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
};
