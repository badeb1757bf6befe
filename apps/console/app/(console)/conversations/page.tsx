import { getTranslate } from '@/i18n/server';
import { Empty } from '@/ui/panel';

const Page = async () => {
  const t = await getTranslate();
  return <Empty title={t('conversations.pick')} hint={t('conversations.pick_hint')} />;
};
export default Page;
