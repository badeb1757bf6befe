import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { ApiDown } from '@/features/shell/api-down';
import { Shell } from '@/features/shell/shell';
import { toApiError } from '@/trpc/errors';
import { getSession } from '@/trpc/server';

const ConsoleLayout = async ({ children }: { children: ReactNode }) => {
  const session = await getSession().then(
    (user) => ({ user, error: null }),
    (error: unknown) => ({ user: null, error: toApiError(error) }),
  );
  if (session.error) return <ApiDown error={session.error} />;
  if (!session.user) {
    const here = (await headers()).get('x-pathname') ?? '/';
    redirect(`/login?next=${encodeURIComponent(here)}`);
  }
  const railOpen = (await cookies()).get('rail')?.value !== 'closed';
  return (
    <Shell user={session.user} railOpen={railOpen}>
      {children}
    </Shell>
  );
};
export default ConsoleLayout;
