import type { Metadata } from 'next';
import { MetricsPage } from '@/features/moderation/metrics-page';
import { getTranslate } from '@/i18n/server';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslate())('moderation.metrics'),
});

const Page = () => <MetricsPage />;
export default Page;
