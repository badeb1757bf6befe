import path from 'node:path';
import { defineConfig } from 'vitest/config';

const here = import.meta.dirname;

const project = (folder: string, include: string[], more: object = {}) => ({
  extends: true as const,
  test: { name: path.basename(folder), root: path.join(here, folder), include, ...more },
});

/** Runs once: the first project that needs engines starts them, the others find their addresses. */
const engines = { globalSetup: [path.join(here, 'packages/testing/src/global-setup.ts')] };
const beside = ['src/**/*.test.ts'];
const faults = ['src/faults/*.test.ts'];
const console_ = path.join(here, 'apps/console');

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    retry: 0,
    // files of a process share what they import, which takes longer than most of them: none may leave a module changed
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      project('scripts', ['**/*.test.mjs'], { testTimeout: 90_000 }),
      project('packages/shared', beside),
      project('packages/core', beside, engines),
      project('packages/testing', beside, engines),
      project('packages/local-services', beside),
      project('packages/client', beside),
      project('apps/api', beside, engines),
      project('apps/worker', beside, { ...engines, exclude: faults }),
      project('apps/worker', faults, {
        name: 'faults',
        globalSetup: [...engines.globalSetup, path.join(here, 'packages/testing/src/processes/global-setup.ts')],
        testTimeout: 120_000,
        // processes that are killed and stopped, one file after the other and with the machine to themselves
        maxWorkers: 1,
        sequence: { groupOrder: 1 },
      }),
      project('apps/ops', beside, engines),
      project('bench', beside),
      {
        ...project('apps/console', ['{app,features,lib,trpc,ui}/**/*.test.{ts,tsx}', '*.test.ts']),
        resolve: { alias: { '@': console_ } },
      },
    ],
  },
});
