import type { ChatRequest } from './chat-request.ts';
import type { Overrides } from './directives.ts';
import { parseDistribution, type Sample } from './distribution.ts';
import type { Random } from './random.ts';
import { FAULTS, type Fault, type SimulatorSettings } from './simulator-settings.ts';

/** Everything about one answer, decided before its first byte. */
export type Plan = {
  latencyMs: number;
  words: string[];
  finish: 'stop' | 'length' | 'content_filter';
  tokensPerSecond: number;
  tickMs: number;
  fault?: Fault;
  cached: number;
  reasoning: number;
  failure?: { status: number; retryAfter?: string; delayMs: number };
};
export type Planner = (request: ChatRequest, overrides: Overrides, random: Random) => Plan;

const VOCABULARY =
  'the stars over the quiet harbour keep their own slow time and every answer begins with a small pause before it finds a way to be useful to you'.split(
    ' ',
  );

const makeWords = (count: number) =>
  Array.from({ length: count }, (_, i) => (i === 0 ? '' : ' ') + VOCABULARY[i % VOCABULARY.length]);

const splitText = (text: string) => text.split(/(?= )/);

const drawFault = (draw: number, settings: SimulatorSettings) => {
  let low = settings.errorRate;
  for (const fault of FAULTS) {
    const share = settings.faults[fault] ?? 0;
    if (draw >= low && draw < low + share) return fault;
    low += share;
  }
  return undefined;
};

const pickCode = (codes: number[], random: Random) => codes[Math.floor(random() * codes.length)] ?? 500;

/** Compiles settings into a function that decides what happens to each request. One draw per request decides its fault. */
export const createPlanner = (settings: SimulatorSettings): Planner => {
  const latency: Sample = parseDistribution(settings.latency);
  const tokens: Sample = parseDistribution(settings.tokens);
  const errorDelay: Sample = parseDistribution(settings.errorDelay);

  const planFailure = (draw: number, overrides: Overrides, random: Random): Plan['failure'] => {
    const drawn = overrides.fault === undefined && draw < settings.errorRate;
    const status = overrides.status ?? (drawn ? pickCode(settings.errorCodes, random) : undefined);
    if (status === undefined) return undefined;
    const retryAfter = overrides.retryAfter ?? (status === 429 ? String(settings.retryAfterSeconds) : undefined);
    return { status, retryAfter, delayMs: overrides.latencyMs ?? errorDelay(random) };
  };

  return (request, overrides, random) => {
    const draw = random();
    const wanted =
      overrides.text === undefined
        ? makeWords(Math.max(1, Math.round(overrides.tokens ?? tokens(random))))
        : splitText(overrides.text);
    const words = wanted.slice(0, request.maxTokens);
    return {
      latencyMs: overrides.latencyMs ?? latency(random),
      words,
      finish: overrides.finish ?? (words.length < wanted.length ? 'length' : 'stop'),
      tokensPerSecond: overrides.tokensPerSecond ?? settings.tokensPerSecond,
      tickMs: settings.tickMs,
      fault: overrides.fault ?? drawFault(draw, settings),
      cached: overrides.cached ?? 0,
      reasoning: overrides.reasoning ?? 0,
      failure: planFailure(draw, overrides, random),
    };
  };
};
