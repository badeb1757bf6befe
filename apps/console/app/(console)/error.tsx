'use client';

import { buttonClass } from '@/ui/button';
import { useTranslate } from '@/ui/preferences';

const PageError = ({ reset }: { error: Error; reset: () => void }) => {
  const t = useTranslate();
  return (
    <div role="alert" className="flex flex-1 flex-col items-center justify-center gap-2 p-6 text-center">
      <h1 className="text-lg font-semibold">{t('error.page_title')}</h1>
      <p className="max-w-sm text-muted">{t('error.page_hint')}</p>
      <button type="button" onClick={reset} className={buttonClass('default', 'md', 'mt-2')}>
        {t('action.retry')}
      </button>
    </div>
  );
};
export default PageError;
