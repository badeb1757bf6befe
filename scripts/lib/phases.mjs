const seconds = (ms) => (ms / 1000).toFixed(1);

/** Measures named phases, says when each begins, and prints them all as a table. */
export function createPhases(write = (text) => process.stdout.write(text)) {
  const begun = performance.now();
  const rows = [];
  const say = (text) => write(`[${seconds(performance.now() - begun).padStart(6)} s] ${text}\n`);
  async function phase(name, work) {
    const row = { name, start: performance.now() - begun, ms: null, note: '' };
    rows.push(row);
    const note = (text) => {
      row.note = text;
    };
    try {
      return await work(note);
    } finally {
      row.ms = performance.now() - begun - row.start;
    }
  }
  function table() {
    const width = Math.max(...rows.map((row) => row.name.length));
    const line = (row) =>
      `  ${row.name.padEnd(width)}  ${seconds(row.start).padStart(6)}  ${seconds(row.ms ?? 0).padStart(7)}  ${row.note}`;
    return [`  ${'phase'.padEnd(width)}   from s  took s`, ...rows.map(line)].map((text) => text.trimEnd()).join('\n');
  }
  return { say, phase, table, elapsed: () => (performance.now() - begun) / 1000 };
}
