/** What has been reported of a run last, and at its end its result. Reports that nobody took in time are skipped. */
export async function* inSteps<Progress, Result>(
  run: (report: (progress: Progress) => void) => Promise<Result>,
): AsyncGenerator<{ progress: Progress } | { result: Result }, void, void> {
  let latest: Progress | undefined;
  let wake = () => {};
  let isOver = false;
  const result = run((progress) => {
    latest = progress;
    wake();
  }).finally(() => {
    isOver = true;
    wake();
  });
  // handled below: until then it is nobody's
  result.catch(() => undefined);
  while (!isOver) {
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (isOver || latest !== undefined) resolve();
    });
    if (latest === undefined) continue;
    const progress = latest;
    latest = undefined;
    yield { progress };
  }
  yield { result: await result };
}
