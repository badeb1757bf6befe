// Makes dist/: one file of JavaScript without dependencies, and types that need nothing of this workspace.
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'tsup';
import ts from 'typescript-api';
import { printTypes } from './print-types.mjs';

const here = import.meta.dirname;
const dist = path.join(here, 'dist');

const router = path.join(here, 'src', 'router.ts');

function openProgram() {
  const { config } = ts.readConfigFile(path.join(here, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, here);
  const emit = { noEmit: false, declaration: true, emitDeclarationOnly: true, incremental: false, outDir: dist };
  return ts.createProgram([path.join(here, 'src', 'index.ts')], {
    ...options,
    ...emit,
    rootDir: path.join(here, '..', '..'),
  });
}

function refuseFaults(program, file) {
  const faults = ts.getPreEmitDiagnostics(program, program.getSourceFile(file));
  if (faults.length === 0) return;
  const host = { getCanonicalFileName: (name) => name, getCurrentDirectory: () => here, getNewLine: () => '\n' };
  throw new Error(ts.formatDiagnostics(faults, host));
}

/** The declarations of our own files; of the service's there are none. */
function writeDeclarations(program) {
  for (const source of program.getSourceFiles()) {
    if (path.dirname(source.fileName) !== path.join(here, 'src')) continue;
    refuseFaults(program, source.fileName);
    const name = `${path.basename(source.fileName, '.ts')}.d.ts`;
    const write = (_file, text) =>
      writeFileSync(path.join(dist, name), text.replaceAll(/(from '\.\/[\w-]+)\.ts'/g, "$1.js'"));
    program.emit(source, write, undefined, true);
  }
  writeFileSync(path.join(dist, 'router.d.ts'), printTypes(program, router));
}

rmSync(dist, { recursive: true, force: true });
await build({
  entry: [path.join(here, 'src', 'index.ts')],
  outDir: dist,
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  noExternal: [/./],
  silent: true,
  config: false,
});
writeDeclarations(openProgram());
