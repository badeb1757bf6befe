'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import type { ApiError } from '@/trpc/errors';
import { Failure } from '@/ui/failure';
import { useTranslate } from '@/ui/preferences';

const TRY_AGAIN_MS = 3_000;

/** Stands in for the whole console while the api does not answer, and looks again by itself. */
export const ApiDown = ({ error }: { error: ApiError }) => {
  const t = useTranslate();
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), TRY_AGAIN_MS);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center p-4 text-center">
      <h1 className="text-lg font-semibold">{t('error.down_title')}</h1>
      <p className="mt-1 max-w-sm text-muted">{t('error.down_hint')}</p>
      <div>
        <Failure error={error} onRetry={() => router.refresh()} />
      </div>
    </main>
  );
};
