import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import path from 'node:path';
import { LocalServicesError } from '@message-service/local-services';
import { formatTable } from './report/format-table.ts';
import type { Report } from './report/row.ts';
import { ENOUGH_ROUNDS, parseRunOptions, type RunOptions, UsageError } from './run-options.ts';
import { workloads } from './workloads/index.ts';
import { type Bench, openBench } from './world/open-bench.ts';

const print = (text: string) => process.stdout.write(`${text}\n`);
const began = performance.now();
const say = (text: string) =>
  process.stderr.write(`[${((performance.now() - began) / 1_000).toFixed(1).padStart(6)} s] ${text}\n`);

const busyness = () => loadavg().map((load) => Math.round(load * 10) / 10);

const writeReport = async (file: string, content: unknown) => {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(content, null, 2)}\n`);
  print(`\nEvery turn is in ${file}`);
};

const printReports = (reports: readonly Report[], { rounds, seconds }: RunOptions, load: { before: number[] }) => {
  print(`\n${formatTable(reports)}\n`);
  for (const { workload, notes, mismatches } of reports) {
    for (const note of notes) print(`${workload}: ${note}`);
    for (const mismatch of mismatches) print(`✖ ${workload}: does not count: ${mismatch}`);
  }
  const turns = `${rounds} rounds, turns of ${seconds} s, load of the machine before ${load.before.join(' ')}`;
  print(`${turns}, after ${busyness().join(' ')}, ${availableParallelism()} cores.`);
  if (rounds < ENOUGH_ROUNDS) print(`Fewer than ${ENOUGH_ROUNDS} rounds: an indication, not a result.`);
};

const untilAskedToEnd = new Promise<never>((_, reject) => {
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => reject(new UsageError(`ended by ${name}`)));
});
untilAskedToEnd.catch(() => undefined);

const measure = async (bench: Bench): Promise<Report[]> => {
  const reports: Report[] = [];
  for (const number of bench.options.workloads) reports.push(await workloads[number](bench));
  return reports;
};

const run = async (options: RunOptions): Promise<number> => {
  const before = busyness();
  const bench = await openBench(options, say);
  const measuring = measure(bench);
  measuring.catch(() => undefined);
  try {
    const reports = await Promise.race([measuring, untilAskedToEnd]);
    printReports(reports, options, { before });
    const { engine } = bench.mongodb;
    const machine = { cores: availableParallelism(), cpu: cpus()[0]?.model, node: process.version, engine };
    const { rounds, seconds } = options;
    if (options.json) {
      await writeReport(options.json, { at: new Date(), rounds, seconds, machine, load: { before }, reports });
    }
    return reports.some(({ mismatches }) => mismatches.length > 0) ? 1 : 0;
  } finally {
    await bench.close();
  }
};

try {
  process.exit(await run(parseRunOptions(process.argv.slice(2))));
} catch (error) {
  const isExpected = error instanceof UsageError || error instanceof LocalServicesError;
  process.stderr.write(`\n✖ ${isExpected ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
