/** Whether this Node can run the product; answers a message when it cannot. Written for any Node that can load modules. */
export function nodeProblem(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return null;
  return `Node ${version} is too old: 20.19 or newer is needed (https://nodejs.org/en/download, or "nvm install 20").`;
}

const problem = nodeProblem();
if (problem) {
  process.stderr.write(`\n✖ ${problem}\n`);
  process.exit(1);
}
