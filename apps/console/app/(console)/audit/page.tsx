import type { Metadata } from 'next';
import { AuditPage } from '@/features/audit/audit-page';
import { getTranslate } from '@/i18n/server';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslate())('audit.title') });

const Page = () => <AuditPage />;
export default Page;
