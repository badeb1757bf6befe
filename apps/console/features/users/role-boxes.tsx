'use client';

import type { Role } from '@message-service/shared/auth';
import { useTranslate } from '@/ui/preferences';
import { ROLES } from './users-filter';

/** One or more roles. */
export const RoleBoxes = ({ roles, onChange }: { roles: readonly Role[]; onChange: (roles: Role[]) => void }) => {
  const t = useTranslate();
  const toggle = (role: Role, on: boolean) =>
    onChange(ROLES.filter((name) => (name === role ? on : roles.includes(name))));
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 font-medium">{t('users.roles')}</legend>
      {ROLES.map((role) => (
        <label key={role} className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={roles.includes(role)}
            onChange={(event) => toggle(role, event.target.checked)}
          />
          {t(`role.${role}`)}
        </label>
      ))}
    </fieldset>
  );
};
