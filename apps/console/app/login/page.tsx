import type { Metadata } from 'next';
import { LoginForm } from '@/features/login/login-form';
import { ownPath } from '@/features/login/own-path';
import { getTranslate } from '@/i18n/server';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslate())('login.title') });

type Props = { searchParams: Promise<{ next?: string | string[] }> };

const LoginPage = async ({ searchParams }: Props) => {
  const t = await getTranslate();
  const { next } = await searchParams;
  return (
    <main className="flex min-h-dvh items-center justify-center p-4">
      <div className="w-full max-w-80">
        <p className="text-muted">{t('app.name')}</p>
        <h1 className="mb-6 text-xl font-semibold">{t('login.title')}</h1>
        <LoginForm next={ownPath(next)} />
        <p className="mt-6 text-xs text-muted">{t('login.hint')}</p>
      </div>
    </main>
  );
};
export default LoginPage;
