import { z } from 'zod';
import type { Bench } from './open-bench.ts';
import { startOwn } from './start-apps.ts';

const Stats = z.object({ requests: z.int(), completed: z.int(), held_ms: z.object({ p50: z.number() }) });

export type Llm = {
  url: string;
  /** From here on each answer takes this long; counts begin anew. */
  answerAfter(ms: number): Promise<void>;
  /** Requests since, and how long it kept the middle one of them, in ms. */
  stats(): Promise<{ requests: number; heldMs: number }>;
};

/** The LLM simulator in a process of its own. */
export const startLlm = async (bench: Bench): Promise<Llm> => {
  const { url } = await startOwn(bench, 'llm');
  const post = async (path: string, body: unknown) => {
    const response = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  };
  return {
    url,
    async answerAfter(ms) {
      await post('/__config', { latency: `const:${ms}` });
      await post('/__reset', {});
    },
    async stats() {
      const { requests, held_ms } = Stats.parse(await (await fetch(`${url}/__stats`)).json());
      return { requests, heldMs: held_ms.p50 };
    },
  };
};
