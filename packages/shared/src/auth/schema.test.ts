import { expect, test } from 'vitest';
import { canChangeOthers, canReadAll, canRetry, Role } from './index.ts';

test.each([
  ['canReadAll', canReadAll, ['moderator', 'admin', 'auditor']],
  ['canChangeOthers', canChangeOthers, ['moderator', 'admin']],
  ['canRetry', canRetry, ['admin', 'service']],
])('%s: these roles and no others, alone or beside another', (_name, may, allowed) => {
  expect(Role.options.filter((role) => may({ roles: [role] })).sort()).toEqual([...allowed].sort());
  expect(Role.options.filter((role) => may({ roles: ['user', role] })).sort()).toEqual([...allowed].sort());
  expect(may({ roles: [] })).toBe(false);
});
