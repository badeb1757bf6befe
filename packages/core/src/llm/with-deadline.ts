import type { ProviderName } from '@message-service/shared/llm';
import { LlmError } from './llm-error.ts';

export type Deadline = {
  signal: AbortSignal;
  /** Ends the work with this error, from wherever it is noticed. */
  stop(error: LlmError): void;
};

/**
 * Runs `work` until it ends, the time is up, the caller's signal fires or `stop` is called – then at once, even when the
 * work does not heed its signal. The work's signal fires in every case, so nothing it opened stays open.
 * @throws LlmError `timeout`, `aborted` or what `stop` was given
 */
export const withDeadline = async <T>(
  options: { provider: ProviderName; ms: number; signal: AbortSignal },
  work: (deadline: Deadline) => Promise<T>,
): Promise<T> => {
  const { provider, ms, signal } = options;
  if (signal.aborted) throw new LlmError('aborted', provider);
  const controller = new AbortController();
  const stop = (error: LlmError) => controller.abort(error);
  const onAbort = () => stop(new LlmError('aborted', provider));
  const timer = setTimeout(() => stop(new LlmError('timeout', provider)), ms);
  signal.addEventListener('abort', onAbort, { once: true });
  const stopped = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
  });
  try {
    return await Promise.race([work({ signal: controller.signal, stop }), stopped]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    controller.abort(new LlmError('aborted', provider));
  }
};
