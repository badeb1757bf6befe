import type { Metadata } from 'next';
import { SearchPage } from '@/features/search/search-page';
import { getTranslate } from '@/i18n/server';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslate())('search.title') });

const Page = () => <SearchPage />;
export default Page;
