'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { ApiError } from '@/trpc/errors';
import { Button, IconButton } from '@/ui/button';
import { CopyId } from '@/ui/copy-id';
import { useErrorText } from '@/ui/failure';
import { Field } from '@/ui/field';
import { useTranslate } from '@/ui/preferences';
import { signIn } from './session';

const textOf = (form: FormData, name: string) => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

const useSignInErrorText = () => {
  const t = useTranslate();
  const text = useErrorText();
  return (error: ApiError) => {
    if (error.code === 'UNAUTHENTICATED') return t('login.wrong');
    if (error.code !== 'RATE_LIMITED') return text(error);
    return error.retryAfter === undefined
      ? t('login.limited')
      : `${t('login.limited')} ${t('error.retry_in', { seconds: error.retryAfter })}`;
  };
};

/** `next` is where to go afterwards, an own path. */
export const LoginForm = ({ next }: { next: string }) => {
  const t = useTranslate();
  const errorText = useSignInErrorText();
  const [pending, setPending] = useState(false);
  const [visible, setVisible] = useState(false);
  const [missing, setMissing] = useState({ email: false, password: false });
  const [error, setError] = useState<ApiError | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const input = { email: textOf(form, 'email').trim(), password: textOf(form, 'password') };
    const faults = { email: input.email === '', password: input.password === '' };
    setMissing(faults);
    if (faults.email || faults.password) return;
    setPending(true);
    const failed = await signIn(input);
    if (!failed) return window.location.assign(next);
    setError(failed);
    setPending(false);
  };

  const Icon = visible ? EyeOff : Eye;
  return (
    <form onSubmit={submit} noValidate method="post" className="flex flex-col gap-4">
      <Field
        label={t('login.email')}
        name="email"
        type="email"
        autoComplete="username"
        autoFocus
        spellCheck={false}
        autoCapitalize="none"
        error={missing.email ? t('login.email_missing') : undefined}
        className="h-9"
      />
      <Field
        label={t('login.password')}
        name="password"
        type={visible ? 'text' : 'password'}
        autoComplete="current-password"
        error={missing.password ? t('login.password_missing') : undefined}
        className="h-9 pr-10"
        trailing={
          <IconButton
            label={t(visible ? 'login.hide' : 'login.show')}
            className="absolute top-0.5 right-0.5"
            onClick={() => setVisible(!visible)}
          >
            <Icon className="size-4" aria-hidden />
          </IconButton>
        }
      />
      <div role="alert" className="empty:hidden">
        {error && (
          <p className="rounded-md bg-danger-soft px-3 py-2 text-danger">
            {errorText(error)}
            {error.traceId && error.code === 'INTERNAL' && <CopyId id={error.traceId} what={t('error.trace')} />}
          </p>
        )}
      </div>
      <Button type="submit" look="primary" disabled={pending} className="h-9 justify-center">
        {t(pending ? 'login.submitting' : 'login.submit')}
      </Button>
    </form>
  );
};
