'use client';

import type { HarmPolicy } from '@message-service/shared/moderation';
import { useMutation } from '@tanstack/react-query';
import { Flag } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useTRPC } from '@/trpc/client';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/failure';
import { Field, inputClass } from '@/ui/field';
import { useTranslate } from '@/ui/preferences';
import { useShortcut } from '@/ui/shortcuts';
import { toast } from '@/ui/toast';
import { ActDialog } from '../messages/act-dialog';
import { isModerator } from '../shell/pages';
import { useUser } from '../shell/shell-context';
import { POLICIES } from './verdict-bar';

const SEVERITIES = [1, 2, 3, 4, 5] as const;
const USUAL_SEVERITY = 3;

type Props = { messageId: string; onClose: () => void };

/** A moderator finds that somebody should decide about a message. */
const BringDialog = ({ messageId, onClose }: Props) => {
  const t = useTranslate();
  const trpc = useTRPC();
  const router = useRouter();
  const [severity, setSeverity] = useState<number>(USUAL_SEVERITY);
  const open = useMutation(
    trpc.moderation.open.mutationOptions({
      onSuccess: ({ case_id }) => {
        onClose();
        const go = () => router.push(`/moderation?state=all&case=${case_id}`);
        toast({ tone: 'ok', text: t('moderation.brought'), action: { label: t('moderation.open_case'), run: go } });
      },
    }),
  );
  return (
    <ActDialog
      title={t('moderation.bring')}
      action={t('moderation.bring')}
      busy={open.isPending}
      error={open.error}
      onClose={onClose}
      onConfirm={(reason) => open.mutate({ message_id: messageId, severity, ...(reason ? { reason } : {}) })}
    >
      <p>{t('moderation.bring_body')}</p>
      <label className="flex flex-col gap-1 font-medium">
        {t('moderation.severity')}
        <select
          value={severity}
          onChange={(event) => setSeverity(Number(event.target.value))}
          className={`${inputClass} font-normal`}
        >
          {SEVERITIES.map((level) => (
            <option key={level} value={level}>
              {t('moderation.severity_is', { level })}
            </option>
          ))}
        </select>
      </label>
    </ActDialog>
  );
};

/** Somebody finds something wrong with a message of theirs. */
const ReportDialog = ({ messageId, onClose }: Props) => {
  const t = useTranslate();
  const trpc = useTRPC();
  const [category, setCategory] = useState<HarmPolicy>('other');
  const report = useMutation(
    trpc.moderation.report.mutationOptions({
      onSuccess: () => {
        onClose();
        toast({ tone: 'ok', text: t('moderation.reported') });
      },
    }),
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const note = String(new FormData(event.currentTarget).get('note') ?? '').trim();
    report.mutate({ message_id: messageId, category, ...(note ? { note } : {}) });
  };
  return (
    <Dialog title={t('moderation.report')} onClose={onClose}>
      <form onSubmit={submit} className="flex min-h-0 flex-col gap-4 overflow-y-auto p-4">
        <label className="flex flex-col gap-1 font-medium">
          {t('moderation.report_what')}
          <select
            value={category}
            onChange={(event) => setCategory(POLICIES.find((one) => one === event.target.value) ?? 'other')}
            className={`${inputClass} font-normal`}
          >
            {POLICIES.map((policy) => (
              <option key={policy} value={policy}>
                {t(`moderation.policy.${policy}`)}
              </option>
            ))}
          </select>
        </label>
        <Field label={t('moderation.report_note')} name="note" maxLength={1_000} autoComplete="off" />
        {report.error ? <Failure error={report.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('act.back')}</Button>
          <Button type="submit" look="primary" disabled={report.isPending}>
            {t('moderation.report')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};

/** Brings a message to the desk: moderators any, others what is theirs. */
export const ReportAct = ({ message }: { message: { message_id: string; user_id: string } }) => {
  const t = useTranslate();
  const user = useUser();
  const [isAsking, setIsAsking] = useState(false);
  const moderates = isModerator(user.roles);
  const may = moderates || message.user_id === user.user_id;
  const label = t(moderates ? 'moderation.bring' : 'moderation.report');
  const props = { messageId: message.message_id, onClose: () => setIsAsking(false) };
  useShortcut('f', label, () => may && setIsAsking(true));
  if (!may) return null;
  return (
    <>
      <Button aria-keyshortcuts="f" onClick={() => setIsAsking(true)}>
        <Flag className="size-4" aria-hidden />
        <span className="max-sm:sr-only">{label}</span>
      </Button>
      {isAsking && (moderates ? <BringDialog {...props} /> : <ReportDialog {...props} />)}
    </>
  );
};
