import { expect, test } from 'vitest';
import { planFrom, serviceEnv } from './product.mjs';

const secrets = { JWT_SECRET_KEY: 'a', HASH_SECRET_KEY: 'b', AUDIT_SECRET_KEY: 'c' };
const headFile = (env) => {
  const all = { ...secrets, DATA_DIR: '/data', ...env };
  return serviceEnv(all, planFrom(all), {}).AUDIT_HEAD_FILE;
};

test('where the audit log ends is kept beside the database, apart for each that the settings name', () => {
  expect(headFile({})).toBe('/data/audit-head');
  expect(headFile({ AUDIT_HEAD_FILE: '' })).toBe('/data/audit-head');
  expect(headFile({ AUDIT_HEAD_FILE: '/elsewhere/head' })).toBe('/elsewhere/head');
  const named = [
    { MONGODB_URL: 'mongodb://a' },
    { MONGODB_URL: 'mongodb://b' },
    { MONGODB_URL: 'mongodb://a', MONGODB_DATABASE: 'c' },
  ].map(headFile);
  expect(new Set(['/data/audit-head', ...named]).size).toBe(4);
  for (const file of named) expect(file).toMatch(/^\/data\/audit-head-[0-9a-f]{12}$/);
});
