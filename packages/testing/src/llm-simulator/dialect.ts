import type { Plan } from './plan.ts';

/** One answer as both dialects write it. Usage figures are raw JSON, so that they can be nonsense. */
export type Reply = {
  id: string;
  model: string;
  createdSeconds: number;
  finish: Plan['finish'];
  usage?: { prompt: string; completion: string; cached: number; reasoning: number };
  /** Whether a stream carries the usage; a whole answer always does. */
  streamUsage: boolean;
};
export type Ending = { finish: boolean; done: boolean };

export type Dialect = {
  streamStart(reply: Reply): string;
  streamText(reply: Reply, words: string[]): string;
  streamEnd(reply: Reply, ending: Ending): string;
  streamError(): string;
  whole(reply: Reply, text: string, ending: Ending): string;
  error(status: number, message: string): string;
};

export const describeStatus = (status: number): string => {
  switch (status) {
    case 400:
      return 'The request is not valid';
    case 401:
      return 'Incorrect API key provided';
    case 404:
      return 'The model does not exist';
    case 429:
      return 'Rate limit reached';
    default:
      return status < 500 ? 'The request was refused' : 'The server had an error';
  }
};
