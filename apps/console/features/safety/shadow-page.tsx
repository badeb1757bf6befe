'use client';

import type { PolicyList, SafetyPolicy } from '@message-service/shared/safety';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useRef, useState } from 'react';
import { useTRPC } from '@/trpc/client';
import { Button } from '@/ui/button';
import { Failure } from '@/ui/failure';
import { Kbd } from '@/ui/kbd';
import { Empty, Panel } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { useShortcut } from '@/ui/shortcuts';
import { SkeletonRows } from '@/ui/skeleton';
import { useRowKeys } from '@/ui/use-row-keys';
import { PageHeader } from '../shell/page-header';
import { isAdmin } from '../shell/pages';
import { useUser } from '../shell/shell-context';
import { DifferencesPanel } from './differences-panel';
import { PolicyActs } from './policy-acts';
import { PreviewPanel } from './preview-panel';
import { readShadowView } from './shadow-view';
import { TrialPanel } from './trial-panel';
import { TryDialog } from './try-dialog';

const WHILE_IT_RUNS_MS = 2_000;
const OTHERWISE_MS = 30_000;

const isRunning = (list: PolicyList | undefined) =>
  list?.items.some(({ status, replay }) => status === 'shadow' && replay?.finished === false) ?? false;

/** The policy on trial, what it judges differently, and what a text would become. */
export const ShadowPage = () => {
  const t = useTranslate();
  const trpc = useTRPC();
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const view = readShadowView(params);
  const content = useRef<HTMLDivElement>(null);
  const mayChange = isAdmin(useUser().roles);
  const [isTrying, setIsTrying] = useState(false);
  const [pii, setPii] = useState<SafetyPolicy['pii'] | null>(null);
  const list = useQuery(
    trpc.safety.policies.queryOptions(undefined, {
      refetchInterval: ({ state }) => (isRunning(state.data) ? WHILE_IT_RUNS_MS : OTHERWISE_MS),
    }),
  );
  useRowKeys(content);
  useShortcut('n', t('safety.try'), () => mayChange && list.data && setIsTrying(true));
  useShortcut('Escape', t('moderation.back_to_list'), () =>
    content.current?.querySelector<HTMLElement>('[data-row]')?.focus(),
  );
  const policies = list.data?.items ?? [];
  const active = policies.find(({ status }) => status === 'active');
  const tried = policies.filter(({ created_at }) => created_at !== null);
  const running = tried.find(({ status }) => status === 'shadow');
  const chosen = tried.find(({ name }) => name === view.policy) ?? running ?? tried[0];

  const set = (changes: Record<string, string>) => {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(changes)) {
      if (value === '') next.delete(name);
      else next.set(name, value);
    }
    router.replace(`${pathname}?${next}`, { scroll: false });
  };

  return (
    <>
      <PageHeader title={t('safety.title')}>
        <Link href="/moderation" className="text-accent-text hover:underline">
          {t('safety.desk')}
        </Link>
        {mayChange && (
          <Button size="sm" look="primary" aria-keyshortcuts="n" disabled={!active} onClick={() => setIsTrying(true)}>
            {t('safety.try')} <Kbd>n</Kbd>
          </Button>
        )}
      </PageHeader>
      {isTrying && active && list.data && (
        <TryDialog
          active={active}
          versions={list.data.versions}
          pii={pii ?? active.policy.pii}
          running={running}
          onClose={() => setIsTrying(false)}
          onTried={(name) => {
            setIsTrying(false);
            setPii(null);
            set({ policy: name, kind: '', filter: '' });
          }}
        />
      )}
      <div ref={content} className="flex-1 overflow-y-auto p-3 md:p-6">
        <div className="mx-auto grid max-w-6xl grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
          <div className="flex min-w-0 flex-col gap-4">
            {active && chosen ? (
              <>
                <TrialPanel
                  policy={chosen}
                  active={active}
                  policies={tried}
                  actions={mayChange && <PolicyActs key={chosen.name} policy={chosen} active={active} />}
                  onChoose={(name) => set({ policy: name })}
                />
                <DifferencesPanel
                  key={chosen.name}
                  policy={chosen}
                  view={view}
                  onView={(name, value) => set({ [name]: value })}
                />
              </>
            ) : (
              <Panel title={t('safety.differences')}>
                {list.data ? (
                  <Empty title={t('safety.none_tried')} hint={t('safety.none_tried_hint')} />
                ) : list.error ? (
                  <Failure error={list.error} onRetry={() => void list.refetch()} />
                ) : (
                  <SkeletonRows rows={6} />
                )}
              </Panel>
            )}
          </div>
          {active && (
            <PreviewPanel
              base={active.policy}
              pii={pii ?? active.policy.pii}
              onPii={setPii}
              onTry={mayChange ? () => setIsTrying(true) : null}
            />
          )}
        </div>
      </div>
    </>
  );
};
