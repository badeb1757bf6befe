import { getTranslate } from '@/i18n/server';
import { buttonClass } from '@/ui/button';

const NotFound = async () => {
  const t = await getTranslate();
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-2 p-6 text-center">
      <h1 className="text-lg font-semibold">{t('error.missing_title')}</h1>
      <p className="max-w-sm text-muted">{t('error.missing_hint')}</p>
      <a href="/" className={buttonClass('default', 'md', 'mt-2')}>
        {t('error.to_overview')}
      </a>
    </main>
  );
};
export default NotFound;
