import { root } from './lib/paths.mjs';
import { plantedRuleViolations } from './lib/planted-rules.mjs';
import { checkRules } from './lib/rules.mjs';

const problems = plantedRuleViolations();
for (const problem of problems) process.stdout.write(`✖ self-test: ${problem}\n`);
const { files, violations } = checkRules(root);
for (const { rule, file, line, why } of violations) process.stdout.write(`✖ ${file}:${line} ${rule}: ${why}\n`);
if (files === 0) process.stdout.write('✖ no file was read\n');
process.stdout.write(`${files} files, ${violations.length} violations\n`);
process.exitCode = problems.length + violations.length > 0 || files === 0 ? 1 : 0;
