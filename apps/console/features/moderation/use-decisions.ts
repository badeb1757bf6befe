'use client';

import type { DecisionAction, HarmPolicy, TextRange } from '@message-service/shared/moderation';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTRPCClient } from '@/trpc/client';
import { useTranslate } from '@/ui/preferences';
import { toast } from '@/ui/toast';
import { conflictText } from './conflict-text';
import { caseKey, casesKey } from './desk-query';
import { type DoneHere, isDoneHere } from './desk-rows';

export type Wanted = { case_id: string; version: number };
export type VerdictInput = {
  action: DecisionAction;
  policy?: HarmPolicy;
  reason?: string;
  strike?: boolean;
  ranges?: TextRange[];
};

const UNDO_MS = 10_000;
/** The longest that the service decides or undoes in one call. */
const MOST_AT_ONCE = 100;

/** What has been decided here, newest last, with the versions that undoing it asks for. */
type Done = Promise<Wanted[]>;

/**
 * Decides at once as far as the reader sees, and asks the service meanwhile: what it refuses comes back with the reason.
 * What was decided here can be undone in the opposite order.
 */
export const useDecisions = () => {
  const t = useTranslate();
  const api = useTRPCClient();
  const client = useQueryClient();
  const [done, setDone] = useState<DoneHere>(new Map());
  const doneNow = useRef(done);
  const stack = useRef<Done[]>([]);
  const set = (next: DoneHere) => {
    doneNow.current = next;
    setDone(next);
  };
  /** A decision makes one more version of each. */
  const hide = (these: readonly Wanted[]) =>
    set(new Map([...doneNow.current, ...these.map(({ case_id, version }) => [case_id, version + 1] as const)]));
  const show = (ids: readonly string[]) => set(new Map([...doneNow.current].filter(([id]) => !ids.includes(id))));
  const refresh = (ids: readonly string[]) =>
    Promise.all([
      client.invalidateQueries({ queryKey: casesKey }),
      ...ids.map((id) => client.invalidateQueries({ queryKey: [...caseKey, id] })),
    ]);

  const decideOne = async (wanted: Wanted, verdict: VerdictInput): Promise<Wanted[]> => {
    try {
      const { version, effect_error } = await api.moderation.decide.mutate({ ...wanted, ...verdict });
      if (effect_error !== null) toast({ tone: 'info', text: t('moderation.later', { reason: effect_error }) });
      return [{ case_id: wanted.case_id, version }];
    } catch (error) {
      show([wanted.case_id]);
      toast({ tone: 'danger', text: conflictText(t, error) });
      await refresh([wanted.case_id]);
      return [];
    }
  };

  const decideMany = async (wanted: readonly Wanted[], { ranges, ...verdict }: VerdictInput): Promise<Wanted[]> => {
    const decided: Wanted[] = [];
    for (let from = 0; from < wanted.length; from += MOST_AT_ONCE) {
      const cases = wanted.slice(from, from + MOST_AT_ONCE);
      const { items } = await api.moderation.decideMany.mutate({ cases, ...verdict });
      decided.push(...items.flatMap(({ case_id, version }) => (version === null ? [] : [{ case_id, version }])));
      const refused = items.filter((item) => !item.done);
      show(refused.map(({ case_id }) => case_id));
      const [first] = refused;
      if (first) {
        const detail = first.detail ?? first.code ?? '';
        toast({ tone: 'danger', text: t('moderation.refused', { count: refused.length, detail }) });
      }
    }
    return decided;
  };

  const undoThese = async (these: readonly Wanted[]): Promise<void> => {
    if (these.length === 0) return;
    const ids = these.map(({ case_id }) => case_id);
    let count = 0;
    try {
      for (let from = 0; from < these.length; from += MOST_AT_ONCE) {
        const cases = these.slice(from, from + MOST_AT_ONCE);
        const { items, done: undone } = await api.moderation.undoMany.mutate({ cases });
        count += undone;
        const refused = items.find((item) => !item.done);
        if (refused) toast({ tone: 'danger', text: refused.detail ?? '' });
      }
    } catch (error) {
      toast({ tone: 'danger', text: conflictText(t, error) });
    }
    if (count > 0) toast({ tone: 'ok', text: t.plural('moderation.undone', count) });
    show(ids);
    await refresh(ids);
  };

  const undoLast = async (): Promise<Wanted[]> => {
    const last = await stack.current.pop();
    if (!last) toast({ tone: 'info', text: t('moderation.nothing_to_undo') });
    else await undoThese(last);
    return last ?? [];
  };

  return {
    done,
    isDone: (one: Wanted) => isDoneHere(doneNow.current, one),
    undoThese,
    undoLast,
    /** Decides cases alike; `onUndone` is told which came back when the reader undoes it from the toast. */
    decide(wanted: readonly Wanted[], verdict: VerdictInput, onUndone: (ids: string[]) => void) {
      const [first] = wanted;
      if (!first) return;
      hide(wanted);
      const work = wanted.length === 1 ? decideOne(first, verdict) : decideMany(wanted, verdict);
      const entry: Done = work.catch((error: unknown) => {
        show(wanted.map(({ case_id }) => case_id));
        toast({ tone: 'danger', text: conflictText(t, error) });
        return [];
      });
      stack.current.push(entry);
      const undo = async () => {
        stack.current = stack.current.filter((one) => one !== entry);
        const these = await entry;
        await undoThese(these);
        onUndone(these.map(({ case_id }) => case_id));
      };
      toast({
        tone: 'ok',
        text: `${t(`moderation.done.${verdict.action}`)}: ${t.plural('moderation.cases', wanted.length)}`,
        action: { label: t('moderation.undo'), run: () => void undo() },
        lifetimeMs: UNDO_MS,
      });
    },
  };
};
