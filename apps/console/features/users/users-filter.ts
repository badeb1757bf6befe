import type { Role } from '@message-service/shared/auth';

export const ROLES = ['user', 'moderator', 'admin', 'auditor', 'service'] as const satisfies readonly Role[];

export type UsersFilter = { text?: string; role?: Role; state?: 'enabled' | 'disabled'; chosen?: string };

type Params = { get: (name: string) => string | null };

/** The view in the page's address; what it says wrongly is left out. */
export const readUsersFilter = (params: Params): UsersFilter => {
  const text = params.get('text')?.trim().slice(0, 100);
  const role = ROLES.find((name) => name === params.get('role'));
  const state = (['enabled', 'disabled'] as const).find((name) => name === params.get('state'));
  const chosen = params.get('user');
  return {
    ...(text ? { text } : {}),
    ...(role ? { role } : {}),
    ...(state ? { state } : {}),
    ...(chosen?.startsWith('user_') ? { chosen } : {}),
  };
};
