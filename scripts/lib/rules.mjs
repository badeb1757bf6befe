import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sourceRules } from './source-rules.mjs';

const passedOver = new Set([
  ...['node_modules', 'dist', '.next', '.turbo', '.git', '.tools', '.data', 'coverage', 'test-results'],
  ...['playwright-report', 'pnpm-lock.yaml', 'next-env.d.ts', '.env'],
]);
const readable =
  /(\.(tsx?|mjs|js|json|ya?ml|md|sh|css|sql|bson|txt|html|toml|example)|Dockerfile|\/run|\.gitignore|\.dockerignore)$/;
/** Files that name what is forbidden in order to forbid it. */
const dictionaries = /^scripts\/lib\/(source-rules|planted-rules)\.mjs$/;

/** Every text file below a folder that is kept in the repository, as paths relative to `base`. */
export function textFiles(base, folder = '') {
  return readdirSync(path.join(base, folder), { withFileTypes: true }).flatMap((entry) => {
    const inside = folder ? `${folder}/${entry.name}` : entry.name;
    if (passedOver.has(entry.name)) return [];
    if (entry.isDirectory()) return textFiles(base, inside);
    return entry.isFile() && readable.test(`/${inside}`) && !dictionaries.test(inside) ? [inside] : [];
  });
}

/** Holds every text file below `base` against the rules; answers how many were read and what broke a rule where. */
export function checkRules(base) {
  const files = textFiles(base);
  const violations = files.flatMap((file) => {
    const text = readFileSync(path.join(base, file), 'utf8');
    return sourceRules
      .filter((rule) => rule.applies(file))
      .flatMap((rule) => rule.find(text, file).map((line) => ({ rule: rule.name, file, line, why: rule.why })));
  });
  return { files: files.length, violations };
}
