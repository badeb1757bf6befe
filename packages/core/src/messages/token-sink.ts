const FLUSH_EVERY_MS = 25;
const FLUSH_CHARS = 2_000;

/**
 * Joins the pieces of a streamed answer into token events: the first at once, then at most one per 25 ms. `write` waits
 * for the event before, so that a slow channel slows the provider down instead of filling memory.
 */
export const createTokenSink = (send: (text: string, index: number) => Promise<unknown>) => {
  const lengths: number[] = [];
  let held = '';
  let flushedAt = 0;

  const flush = async () => {
    if (held === '') return;
    const text = held;
    held = '';
    flushedAt = performance.now();
    lengths.push(text.length);
    await send(text, lengths.length - 1);
  };

  return {
    lengths,
    flush,
    async write(text: string) {
      held += text;
      if (held.length >= FLUSH_CHARS || performance.now() - flushedAt >= FLUSH_EVERY_MS) await flush();
    },
  };
};
