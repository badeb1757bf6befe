import type { Metadata } from 'next';
import { ShadowPage } from '@/features/safety/shadow-page';
import { getTranslate } from '@/i18n/server';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslate())('safety.title') });

const Page = () => <ShadowPage />;
export default Page;
