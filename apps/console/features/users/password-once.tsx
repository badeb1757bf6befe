'use client';

import { Button } from '@/ui/button';
import { CopyId } from '@/ui/copy-id';
import { Dialog } from '@/ui/dialog';
import { useTranslate } from '@/ui/preferences';

/** A password that nobody can read again. */
export const PasswordOnce = ({
  email,
  password,
  onClose,
}: {
  email: string;
  password: string;
  onClose: () => void;
}) => {
  const t = useTranslate();
  return (
    <Dialog title={t('users.password_once')} onClose={onClose}>
      <div className="flex flex-col gap-4 p-4">
        <p>{t('users.password_once_body', { email })}</p>
        <div className="rounded-md border bg-panel p-3">
          <CopyId id={password} what={t('users.password')} whole />
        </div>
        <div className="flex justify-end">
          <Button look="primary" onClick={onClose}>
            {t('users.password_kept')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
};
