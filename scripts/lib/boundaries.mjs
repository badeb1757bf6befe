import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { cruise } from 'dependency-cruiser';
import { boundaryRules } from './boundary-rules.mjs';

const roots = ['packages', 'apps', 'e2e', 'bench'];
const passedOver = new Set([
  'node_modules',
  'dist',
  '.next',
  '.turbo',
  'coverage',
  'test-results',
  'playwright-report',
]);
const generated = /(^|\/)next-env\.d\.ts$/;

/** Every TypeScript file below a folder, as paths relative to `base`. */
export function sourceFiles(base, folder) {
  const here = path.join(base, folder);
  if (!existsSync(here)) return [];
  return readdirSync(here, { withFileTypes: true }).flatMap((entry) => {
    const inside = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return passedOver.has(entry.name) ? [] : sourceFiles(base, inside);
    return /\.m?tsx?$/.test(entry.name) && !generated.test(inside) ? [inside] : [];
  });
}

function describe({ rule, from, to, cycle }) {
  const comment = boundaryRules.find((known) => known.name === rule.name)?.comment;
  const route = cycle ? [from, ...cycle.map((step) => step.name)].join(' → ') : `${from} → ${to}`;
  return { rule: rule.name, from, route, comment };
}

/**
 * Checks who imports whom below `base`. Answers every violation, and the source files that the tool did not see –
 * it prints success when it cannot read TypeScript, so an unseen file is a fault of its own.
 */
export async function checkBoundaries(base) {
  const files = roots.flatMap((folder) => sourceFiles(base, folder));
  if (files.length === 0) return { modules: 0, violations: [], unseen: [] };
  const { output } = await cruise(
    files,
    {
      baseDir: base,
      validate: true,
      ruleSet: { forbidden: boundaryRules },
      tsPreCompilationDeps: true,
      combinedDependencies: false,
      doNotFollow: { path: 'node_modules' },
      exclude: { path: String.raw`(^|/)(dist|\.next)/` },
      enhancedResolveOptions: {
        exportsFields: ['exports'],
        conditionNames: ['import', 'types', 'node', 'default'],
        mainFields: ['module', 'main', 'types', 'typings'],
        extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
      },
    },
    { alias: { '@': path.join(base, 'apps/console') } },
  );
  const seen = new Map(output.modules.map((module) => [module.source, module]));
  const unseen = files.filter((file) => !seen.has(file));
  return { modules: files.length - unseen.length, violations: output.summary.violations.map(describe), unseen };
}
