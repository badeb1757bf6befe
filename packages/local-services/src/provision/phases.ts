/** Takes the time of steps that follow each other, for one line of the log. */
export function createPhases() {
  const ended: string[] = [];
  let since = performance.now();
  return {
    end: (name: string) => {
      ended.push(`${name} in ${((performance.now() - since) / 1000).toFixed(1)} s`);
      since = performance.now();
    },
    text: () => ended.join(', '),
  };
}
