import type { Metadata } from 'next';
import { ReviewPage } from '@/features/moderation/review-page';
import { getTranslate } from '@/i18n/server';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslate())('moderation.review') });

const Page = () => <ReviewPage />;
export default Page;
