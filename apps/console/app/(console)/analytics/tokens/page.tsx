import type { Metadata } from 'next';
import { TokensPage } from '@/features/analytics/tokens-page';
import { getTranslate } from '@/i18n/server';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslate())('tokens.title') });

const Page = () => <TokensPage />;
export default Page;
