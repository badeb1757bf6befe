import type { CoreContext } from '@message-service/core/context';
import { type ProcessOptions, processPrompt } from '@message-service/core/llm';
import type { Identity } from '@message-service/shared/auth';
import type { ProcessLlmEvent, ProcessLlmInput } from '@message-service/shared/llm';
import { toDomainError } from '../errors.ts';
import type { StreamEvent } from '../http/event-stream.ts';

const toStreamEvent = ({ type, ...data }: ProcessLlmEvent, position: number): StreamEvent => ({
  id: String(position),
  name: type,
  data,
});

/**
 * The answer to a prompt as events, one at a time: the provider is read no faster than the reader reads. What goes wrong
 * before the first piece is thrown, so that it is answered by its status; afterwards it is the last event.
 */
export const streamPrompt = async (
  core: CoreContext,
  identity: Identity,
  input: ProcessLlmInput,
  options: Omit<ProcessOptions, 'onText'>,
): Promise<AsyncGenerator<StreamEvent, void, void>> => {
  const guard = await core.safety.guard();
  const pieces = new TransformStream<string, string>(undefined, { highWaterMark: 1 }, { highWaterMark: 0 });
  const writer = pieces.writable.getWriter();
  const reader = pieces.readable.getReader();
  const write = (text: string) => (text === '' ? undefined : writer.write(text));
  const work = async () => {
    const result = await processPrompt(core, identity, input, {
      ...options,
      onText: (text) => write(guard.push(text)),
    });
    await write(await guard.end(result.text));
    return result;
  };
  const done = work().finally(() => void writer.close());
  done.catch(() => undefined);
  const first = await reader.read();
  if (first.done) await done;

  async function* events(): AsyncGenerator<StreamEvent, void, void> {
    let position = 0;
    for (let next = first; !next.done; next = await reader.read()) {
      yield toStreamEvent({ type: 'token', text: next.value, index: position }, position);
      position++;
    }
    let last: ProcessLlmEvent;
    try {
      last = { type: 'completed', ...(await done) };
    } catch (error) {
      const { code, message } = toDomainError(error);
      last = { type: 'failed', code, detail: message };
    }
    yield toStreamEvent(last, position);
  }
  return events();
};
