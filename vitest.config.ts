import path from 'node:path';
import { defineConfig } from 'vitest/config';

const here = import.meta.dirname;

const project = (folder: string, include: string[], more: object = {}) => ({
  extends: true as const,
  test: { name: path.basename(folder), root: path.join(here, folder), include, ...more },
});

const beside = ['src/**/*.test.ts'];
const console_ = path.join(here, 'apps/console');

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    retry: 0,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: [],
    projects: [
      project('scripts', ['**/*.test.mjs'], { testTimeout: 90_000 }),
      project('packages/shared', beside),
      project('packages/core', beside),
      project('packages/testing', beside),
      project('packages/local-services', beside),
      project('apps/api', beside),
      project('apps/worker', beside),
      project('apps/ops', beside),
      {
        ...project('apps/console', ['{app,features,lib,trpc,ui}/**/*.test.{ts,tsx}', '*.test.ts']),
        resolve: { alias: { '@': console_ } },
      },
    ],
  },
});
