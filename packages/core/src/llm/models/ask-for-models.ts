import { LlmError } from '../llm-error.ts';
import type { Provider, ProviderPing } from '../provider.ts';

export type Asked = { ping: ProviderPing | null; error: LlmError | null };

const FRESH_MS = 15_000;
const TIMEOUT_MS = 5_000;

const ask = async (provider: Provider): Promise<Asked> => {
  try {
    return { ping: await provider.ping(AbortSignal.timeout(TIMEOUT_MS)), error: null };
  } catch (error) {
    if (!(error instanceof LlmError)) throw error;
    return { ping: null, error };
  }
};

const known = new WeakMap<Provider, { at: number; asked: Promise<Asked> }>();

/** A provider's own list of models: one question for all who ask within 15 seconds, whatever it answers. */
export const askForModels = (provider: Provider): Promise<Asked> => {
  const last = known.get(provider);
  if (last && performance.now() - last.at < FRESH_MS) return last.asked;
  const asked = ask(provider);
  known.set(provider, { at: performance.now(), asked });
  return asked;
};
