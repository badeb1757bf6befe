import type { Translate } from '@/i18n/translate';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const ACTIONS = ['approve', 'redact', 'archive', 'dismiss', 'escalate'] as const;

/** Why the desk refused: who has decided what, who holds the case or for whom it waits; otherwise what the service says. */
export const conflictText = (t: Translate, error: unknown): string => {
  const data = isRecord(error) && isRecord(error.data) ? error.data : {};
  const action = ACTIONS.find((one) => one === data.decision);
  if (typeof data.decided_by_name === 'string' && action)
    return t('moderation.decided_already', { name: data.decided_by_name, action: t(`moderation.done.${action}`) });
  if (typeof data.claimed_by_name === 'string') return t('moderation.held_by', { name: data.claimed_by_name });
  if (typeof data.assigned_to_name === 'string') return t('moderation.handed_to', { name: data.assigned_to_name });
  return error instanceof Error ? error.message : String(error);
};
