import { PageSkeleton } from '@/features/shell/page-skeleton';

const Loading = () => <PageSkeleton />;
export default Loading;
