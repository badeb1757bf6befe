import type { Metadata } from 'next';
import { UsersPage } from '@/features/users/users-page';
import { getTranslate } from '@/i18n/server';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslate())('users.title') });

const Page = () => <UsersPage />;
export default Page;
