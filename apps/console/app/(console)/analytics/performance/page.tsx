import type { Metadata } from 'next';
import { PerformancePage } from '@/features/analytics/performance-page';
import { getTranslate } from '@/i18n/server';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslate())('performance.title') });

const Page = () => <PerformancePage />;
export default Page;
