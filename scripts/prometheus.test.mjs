import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { testEnv } from './lib/env.mjs';
import { at } from './lib/paths.mjs';
import { run } from './lib/processes.mjs';
import { findPromtool } from './lib/services.mjs';

const folder = at('deploy', 'prometheus');
const read = (name) => parse(readFileSync(at('deploy', 'prometheus', name), 'utf8'), { merge: true });
const alerts = read('rules.yml').groups.flatMap(({ rules }) => rules.filter((rule) => rule.alert));

let program;
beforeAll(async () => {
  program = await findPromtool(testEnv());
  if (!program) process.stdout.write('promtool: not to be had on this machine; rules are compared, not run\n');
});

const promtool = async (...args) => {
  const { code, output } = await run({ name: 'promtool', command: program, args, cwd: folder, env: process.env });
  return code === 0 ? 'ok' : output;
};

test('promtool takes the rules and the settings, and every alert does what its test says', async () => {
  if (!program) return;
  expect(await promtool('check', 'rules', '--lint-fatal', 'rules.yml')).toBe('ok');
  expect(await promtool('check', 'config', '--syntax-only', 'prometheus.yml')).toBe('ok');
  expect(await promtool('test', 'rules', 'rules.test.yml')).toBe('ok');
});

test('every alert is seen firing once and staying silent once', () => {
  const seen = read('rules.test.yml').tests.flatMap(({ alert_rule_test }) =>
    alert_rule_test.map(({ alertname, exp_alerts }) => `${alertname} ${exp_alerts.length > 0 ? 'fires' : 'is silent'}`),
  );
  const wanted = alerts.flatMap(({ alert }) => [`${alert} fires`, `${alert} is silent`]);
  expect(seen.sort()).toEqual(wanted.sort());
});

test('every alert says how grave it is and leads to a section of the guide', () => {
  const guide = readFileSync(at('docs', 'troubleshooting.md'), 'utf8');
  const anchors = [...guide.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
  for (const { alert, labels, annotations } of alerts) {
    expect(['warning', 'critical'], alert).toContain(labels.severity);
    const [page, anchor] = annotations.runbook.split('#');
    expect([alert, page]).toEqual([alert, 'docs/troubleshooting.md']);
    expect(anchors, alert).toContain(anchor);
  }
});
