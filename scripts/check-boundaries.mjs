import { checkBoundaries } from './lib/boundaries.mjs';
import { root } from './lib/paths.mjs';
import { plantedViolations } from './lib/planted-boundaries.mjs';

const problems = await plantedViolations();
for (const problem of problems) process.stdout.write(`✖ self-test: ${problem}\n`);
const { modules, violations, unseen } = await checkBoundaries(root);
for (const rule of new Set(violations.map((violation) => violation.rule))) {
  const broken = violations.filter((violation) => violation.rule === rule);
  process.stdout.write(`✖ ${rule}: ${broken[0].comment}\n${broken.map(({ route }) => `    ${route}\n`).join('')}`);
}
for (const file of unseen) process.stdout.write(`✖ ${file} was not read\n`);
if (modules === 0) process.stdout.write('✖ no module was read\n');
process.stdout.write(`${modules} modules, ${violations.length} violations\n`);
process.exitCode = problems.length + violations.length + unseen.length > 0 || modules === 0 ? 1 : 0;
