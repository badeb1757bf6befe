/** Tells the process that started this one that it is ready, and answers what it asks, one question at a time. */
export const serveParent = (
  ready: { url?: string },
  answer: (question: unknown) => Promise<unknown> = async () => null,
): void => {
  const send = (message: unknown) => process.send?.(message);
  process.on('message', (question) => {
    answer(question).then(
      (value) => send({ answer: value }),
      (error: unknown) => send({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  process.once('disconnect', () => process.exit(0));
  process.once('SIGTERM', () => process.exit(0));
  send({ ready });
};
