'use client';

import type { CaseDetail, DeskPresence, HarmPolicy } from '@message-service/shared/moderation';
import { ArrowLeft, Eye } from 'lucide-react';
import Link from 'next/link';
import { useRef, useState } from 'react';
import { useTRPCClient } from '@/trpc/client';
import { IconButton } from '@/ui/button';
import { CopyId } from '@/ui/copy-id';
import { useTranslate } from '@/ui/preferences';
import { useShortcut } from '@/ui/shortcuts';
import { toast } from '@/ui/toast';
import { isAdmin } from '../shell/pages';
import { useUser } from '../shell/shell-context';
import { AuthorPane } from './author-pane';
import { CaseContext } from './case-context';
import { conflictText } from './conflict-text';
import { DecisionBadge, DueClock, Issues, SeverityMark } from './desk-looks';
import { HandOffDialog } from './hand-off-dialog';
import { spansOf } from './marked-text';
import { NoteDialog } from './note-dialog';
import { SimilarDialog } from './similar-dialog';
import { type Act, ActKey } from './use-acts';
import type { VerdictInput, Wanted } from './use-decisions';
import { NO_VERDICT, type Verdict, VerdictBar } from './verdict-bar';

type Props = {
  detail: CaseDetail;
  me: string;
  present: readonly DeskPresence[];
  veilFrom: number;
  onDecide: (verdict: VerdictInput, cases?: Wanted[]) => void;
  onUndo: () => void;
  onOpen: (caseId: string) => void;
  onChanged: () => void;
  onBack: () => void;
};

/** The page has it, so that it works while the next case is still on its way. */
const UNDO_KEY = 'u';

const toInput = (verdict: Verdict): Omit<VerdictInput, 'action'> => ({
  ...(verdict.policy === '' ? {} : { policy: verdict.policy satisfies HarmPolicy }),
  ...(verdict.reason.trim() === '' ? {} : { reason: verdict.reason.trim() }),
  ...(verdict.strike ? { strike: true } : {}),
});

/** The open case: its message among others, its author, and what can be done. Mounted anew for each case. */
export const CasePane = ({ detail, me, present, veilFrom, onDecide, onUndo, onOpen, onChanged, onBack }: Props) => {
  const t = useTranslate();
  const api = useTRPCClient();
  const { roles } = useUser();
  const one = detail.case;
  const { case_id } = one;
  const [verdict, setVerdict] = useState(NO_VERDICT);
  const [veiled, setVeiled] = useState(one.severity >= veilFrom);
  const [asking, setAsking] = useState<'note' | 'hand-off' | 'similar' | null>(null);
  const policyRef = useRef<HTMLSelectElement>(null);
  const reasonRef = useRef<HTMLInputElement>(null);
  const holder = one.claim && one.claim.until > new Date() && one.claim.by !== me ? one.claim.by : null;
  const handedTo = one.assigned_to !== null && one.assigned_to !== me ? one.assigned_to : null;
  const isDecided = one.state === 'decided';
  const last = one.decisions.at(-1);

  const act = async (work: Promise<unknown>) => {
    try {
      await work;
      onChanged();
    } catch (error) {
      toast({ tone: 'danger', text: conflictText(t, error) });
    }
  };
  const decide = (action: VerdictInput['action'], ranges?: VerdictInput['ranges']) =>
    onDecide({ action, ...toInput(verdict), ...(ranges && ranges.length > 0 ? { ranges } : {}) });
  const found = spansOf(detail.message?.safety_metadata?.findings ?? []).map(({ start, end }) => ({ start, end }));
  const mayDecide = handedTo === null || isAdmin(roles);
  const off = isDecided || holder !== null || !mayDecide;
  const acts: Act[] = [
    { key: 'a', label: t('moderation.approve'), look: 'primary', off, run: () => decide('approve') },
    { key: 'r', label: t('moderation.redact'), off: off || !detail.message, run: () => decide('redact', found) },
    { key: 'R', label: t('moderation.redact_all'), off: off || !detail.message, run: () => decide('redact') },
    { key: 'e', label: t('moderation.archive'), off, run: () => decide('archive') },
    { key: 'd', label: t('moderation.dismiss'), off, run: () => decide('dismiss') },
    { key: 's', label: t('moderation.escalate'), off: off || one.state === 'escalated', run: () => decide('escalate') },
    { key: UNDO_KEY, label: t('moderation.undo'), run: onUndo },
    { key: 'n', label: t('moderation.note'), run: () => setAsking('note') },
    { key: 'm', label: t('moderation.similar'), off, run: () => setAsking('similar') },
    { key: 'h', label: t('moderation.hand_off'), off, run: () => setAsking('hand-off') },
    ...(isDecided || (holder === null && handedTo === null)
      ? []
      : [
          {
            key: 't',
            label: t('moderation.take_over'),
            run: () => void act(api.moderation.takeOver.mutate({ case_id })),
          },
        ]),
  ];
  useShortcut('b', t(veiled ? 'moderation.reveal' : 'moderation.veil'), () => setVeiled(!veiled));
  useShortcut('p', t('moderation.policy'), () => policyRef.current?.focus());
  useShortcut('i', t('act.reason'), () => reasonRef.current?.focus());
  useShortcut('y', t('moderation.strike'), () => setVerdict({ ...verdict, strike: !verdict.strike }));
  const watchers = present.filter((other) => other.case_id === case_id && other.user_id !== me);

  return (
    <>
      {acts
        .filter(({ key }) => key !== UNDO_KEY)
        .map((each) => (
          <ActKey key={each.key} act={each} />
        ))}
      <section aria-label={t('moderation.case')} className="flex min-h-0 min-w-0 flex-1 flex-col">
        <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b px-2 py-1 md:px-4">
          <IconButton label={t('action.back')} className="md:hidden" onClick={onBack}>
            <ArrowLeft className="size-4" aria-hidden />
          </IconButton>
          <SeverityMark severity={one.severity} word />
          <Issues issues={one.issues} limit={6} />
          <DueClock row={one} />
          <span className="ml-auto flex items-center gap-2">
            <CopyId id={case_id} what={t('moderation.case_id')} />
            <Link
              prefetch={false}
              href={`/messages/${one.message_id}`}
              className="text-xs text-accent-text hover:underline"
            >
              {t('moderation.open_message')}
            </Link>
          </span>
        </header>
        <div role="status" className="empty:hidden">
          {isDecided && last && (
            <p className="flex items-center gap-2 border-b bg-hover px-4 py-1.5">
              <DecisionBadge action={last.action} />
              {t('moderation.decided_by', { name: detail.people[last.by] ?? last.by })}
            </p>
          )}
          {holder !== null && (
            <p className="border-b bg-warn-soft px-4 py-1.5 text-warn">
              {t('moderation.held_by', { name: detail.people[holder] ?? holder })}
            </p>
          )}
          {handedTo !== null && (
            <p className="border-b bg-warn-soft px-4 py-1.5 text-warn">
              {t('moderation.handed_to', { name: detail.people[handedTo] ?? handedTo })}
            </p>
          )}
          {one.effect_error !== null && (
            <p className="border-b bg-warn-soft px-4 py-1.5 text-warn">
              {t('moderation.later', { reason: one.effect_error })}
            </p>
          )}
          {watchers.length > 0 && (
            <p className="flex items-center gap-1 border-b bg-info-soft px-4 py-1 text-xs text-info">
              <Eye className="size-3" aria-hidden />
              {t('moderation.also_here', { names: watchers.map(({ name }) => name).join(', ') })}
            </p>
          )}
        </div>
        {detail.message ? (
          <CaseContext ids={one} context={detail.context} veiled={veiled} whole={!veiled} />
        ) : (
          <p className="flex-1 p-6 text-center text-muted">{t('moderation.message_gone')}</p>
        )}
        {veiled && (
          <button
            type="button"
            aria-keyshortcuts="b"
            onClick={() => setVeiled(false)}
            className="border-t px-4 py-1.5 text-left text-xs text-accent-text hover:bg-hover"
          >
            {t('moderation.reveal_hint')}
          </button>
        )}
        <details className="relative max-h-[40%] overflow-y-auto border-t xl:hidden">
          <summary className="px-4 py-2 text-xs font-semibold text-muted">{t('moderation.about')}</summary>
          <AuthorPane detail={detail} onOpen={onOpen} />
        </details>
        <VerdictBar
          detail={detail}
          verdict={verdict}
          acts={acts}
          policyRef={policyRef}
          reasonRef={reasonRef}
          onVerdict={setVerdict}
        />
      </section>
      <aside
        aria-label={t('moderation.about')}
        className="relative hidden w-72 shrink-0 overflow-y-auto border-l xl:block"
      >
        <AuthorPane detail={detail} onOpen={onOpen} />
      </aside>
      {asking === 'note' && (
        <NoteDialog
          onClose={() => setAsking(null)}
          onConfirm={(text) => {
            setAsking(null);
            void act(api.moderation.note.mutate({ case_id, text }));
          }}
        />
      )}
      {asking === 'similar' && (
        <SimilarDialog
          own={{ case_id, version: one.version }}
          veiled={veiled}
          onClose={() => setAsking(null)}
          onConfirm={(cases, action) => {
            setAsking(null);
            onDecide({ action, ...toInput(verdict) }, cases);
          }}
        />
      )}
      {asking === 'hand-off' && (
        <HandOffDialog
          present={present.filter(({ user_id }) => user_id !== me)}
          onClose={() => setAsking(null)}
          onConfirm={(to, reason) => {
            setAsking(null);
            void act(api.moderation.handOff.mutate({ case_id, to, ...(reason ? { reason } : {}) }));
          }}
        />
      )}
    </>
  );
};
