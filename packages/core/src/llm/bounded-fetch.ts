export type Fetch = typeof globalThis.fetch;

/**
 * `fetch` that follows no redirect and reads at most `maxBytes` of a body, unpacked; beyond them the body ends with an
 * error and `onExceeded` is called.
 */
export const createBoundedFetch =
  (maxBytes: number, onExceeded: () => void): Fetch =>
  async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'manual' });
    if (!response.body) return response;
    let bytes = 0;
    const bounded = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          bytes += chunk.byteLength;
          if (bytes <= maxBytes) {
            controller.enqueue(chunk);
            return;
          }
          onExceeded();
          controller.error(new Error('The body is over the size limit.'));
        },
      }),
    );
    const { status, statusText, headers } = response;
    return new Response(bounded, { status, statusText, headers });
  };
