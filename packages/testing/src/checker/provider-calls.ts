import { z } from 'zod';
import type { LlmSimulator } from '../llm-simulator/index.ts';

const Body = z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })) });

/** Messages that were not answered in between reach the provider as one turn. */
const BETWEEN_MESSAGES = '\n\n';

/** How often the provider was asked for each last user message, which tests keep different from one another. */
export const countProviderCalls = (llm: Pick<LlmSimulator, 'requests'>): Map<string, number> => {
  const calls = new Map<string, number>();
  for (const { body } of llm.requests()) {
    const parsed = Body.safeParse(body);
    const turn = parsed.data?.messages.findLast((message) => message.role === 'user')?.content;
    const text = turn?.split(BETWEEN_MESSAGES).at(-1);
    if (text !== undefined) calls.set(text, (calls.get(text) ?? 0) + 1);
  }
  return calls;
};
