import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { untilSettled } from '@message-service/testing/checker';
import { createClient, createLedger } from '@message-service/testing/load';
import { freePort, startWorld, type World } from '@message-service/testing/processes';
import { parser } from '@prometheus-io/lezer-promql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';

const deployed = (...names: string[]) =>
  readFileSync(path.resolve(import.meta.dirname, '../../../../deploy', ...names), 'utf8');

type Query = { from: string; expr: string; legend: string };
type Rule = { record?: string; alert?: string; expr: string };
type Panel = { title: string; targets?: { expr: string; legendFormat: string }[] };

const groups: { rules: Rule[] }[] = parse(deployed('prometheus', 'rules.yml')).groups;
const rules = groups.flatMap((group) => group.rules);
const panels: Panel[] = JSON.parse(deployed('grafana', 'message-service.json')).panels;
const queries: Query[] = [
  ...rules.map(({ record, alert, expr }) => ({ from: record ?? alert ?? '', expr, legend: '' })),
  ...panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr, legendFormat }) => ({
      from: title,
      expr: expr.replaceAll('$__rate_interval', '5m'),
      legend: legendFormat,
    })),
  ),
];

/** The metrics that a query names with the labels that it asks of them; `faults` is what could not be read. */
const readQuery = ({ expr, legend }: Query) => {
  const metrics: { name: string; equal: [label: string, value: string][] }[] = [];
  const labels = new Set([...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label));
  const faults: string[] = [];
  parser.parse(expr).iterate({
    enter({ type, from, to, node }) {
      const text = expr.slice(from, to);
      if (type.isError) faults.push(`at ${from}`);
      if (type.name === 'VectorSelector')
        metrics.push({ name: expr.slice(from, node.firstChild?.to ?? to), equal: [] });
      if (type.name === 'LabelName') labels.add(text);
      if (type.name === 'UnquotedLabelMatcher' && node.firstChild) {
        const [, op, value = ''] = /^\w+\s*(=~|!=|!~|=)\s*"(.*)"$/.exec(text) ?? [];
        if (op === '=') metrics.at(-1)?.equal.push([expr.slice(node.firstChild.from, node.firstChild.to), value]);
      }
    },
  });
  return { metrics, labels: [...labels], faults };
};

type Series = { name: string; labels: Record<string, string> };

const scrape = async (url: string, job: string): Promise<Series[]> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  const of = (labels: string) =>
    Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]));
  const series = text.split('\n').flatMap((line) => {
    const [, name, labels = ''] = /^(\w+)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
    // what Prometheus adds
    return name ? [{ name, labels: { ...of(labels), job, instance: url } }] : [];
  });
  return [...series, { name: 'up', labels: { job, instance: url } }];
};

let world: World;
let moderation: Server;
let seen: Series[];
beforeAll(async () => {
  const port = await freePort();
  moderation = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"risk":0}'),
  ).listen(port, '127.0.0.1');
  world = await startWorld({ simulator: { latency: 'const:1', tokens: 'const:5' } });
  const environment = {
    OPENAI_BASE_URL: world.llm.url,
    OPENAI_API_KEY: 'sim',
    LLM_FAILOVER_ORDER: 'openai',
    LLM_BREAKER_FAILURES_LMSTUDIO: '1',
    REMOTE_MODERATION: 'http',
    REMOTE_MODERATION_URL: `http://127.0.0.1:${port}`,
  };
  const [api, worker] = await Promise.all([world.startApi({ environment }), world.startWorker({ environment })]);
  const client = createClient(world, createLedger(), () => api.url);
  const conversation_id = await client.createConversation();
  const texts = ['hello', 'write to ana@example.org', 'broken [[sim:error=500 times=1]]', 'refused [[sim:error=400]]'];
  for (const [n, text] of texts.entries()) await client.send({ conversation_id, text, client_msg_id: `n${n}` });
  const authorization = `Bearer ${client.token}`;
  await fetch(`${api.url}/conversations/${conversation_id}/messages`, { headers: { authorization } });
  await untilSettled(world.database, 20_000);
  seen = [...(await scrape(api.url, 'message-service')), ...(await scrape(worker.url, 'message-workers'))];
});
afterAll(async () => {
  await world.close();
  moderation.close();
});

/** Counted only when something breaks that cannot be broken here within seconds: its labels are fixed in the metric. */
const UNSEEN: Record<string, string[]> = { messages_reconciled_total: ['what'] };

test('every query of rules and dashboard asks for metrics, labels and values that a scrape of api and worker has', () => {
  const recorded = new Set(rules.map(({ record }) => record));
  const faults: string[] = [];
  let named = 0;
  for (const query of queries) {
    const { metrics, labels, faults: unread } = readQuery(query);
    faults.push(...unread.map((fault) => `${query.from}: cannot be read ${fault}: ${query.expr}`));
    for (const { name, equal } of metrics) {
      named++;
      if (recorded.has(name)) continue;
      const series = seen.filter((one) => one.name === name);
      const known = UNSEEN[name] ?? [...new Set(series.flatMap((one) => Object.keys(one.labels)))];
      if (series.length === 0 && !UNSEEN[name]) faults.push(`${query.from}: ${name} is not in a scrape`);
      for (const label of labels.filter((one) => !known.includes(one)))
        faults.push(`${query.from}: ${name} has no label ${label}, only ${known}`);
      for (const [label, value] of equal)
        if (!series.some((one) => one.labels[label] === value))
          faults.push(`${query.from}: no ${name} of ${label}=${value}`);
    }
  }
  expect(faults).toEqual([]);
  expect(named).toBeGreaterThan(queries.length);
});

test('a metric, a label or a value that is not there is noticed', () => {
  const { metrics, labels, faults } = readQuery({
    from: 'a test',
    expr: 'sum by (colour) (rate(no_such_total{shape="round", size=~"1.."}[5m])) / other',
    legend: '{{colour}} {{weight}}',
  });
  expect(metrics).toEqual([
    { name: 'no_such_total', equal: [['shape', 'round']] },
    { name: 'other', equal: [] },
  ]);
  expect(labels.sort()).toEqual(['colour', 'shape', 'size', 'weight']);
  expect(faults).toEqual([]);
  expect(readQuery({ from: 'a test', expr: 'sum by (', legend: '' }).faults).not.toEqual([]);
});
