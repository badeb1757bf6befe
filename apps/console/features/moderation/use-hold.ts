'use client';

import type { CaseDetail } from '@message-service/shared/moderation';
import { useEffect, useRef } from 'react';
import { useTRPCClient } from '@/trpc/client';

/** Who only passes by holds nothing. */
const DWELL_MS = 800;
const BEAT_MS = 60_000;

/**
 * Holds the case that is before the reader, from shortly after they came to it until they leave it, with a sign of life
 * every minute. What somebody else holds, what is decided and what waits for somebody with more say is left alone.
 */
export const useHold = (
  detail: CaseDetail | undefined,
  me: string,
  isDone: (one: { case_id: string; version: number }) => boolean,
) => {
  const api = useTRPCClient();
  const done = useRef(isDone);
  done.current = isDone;
  const caseId = detail?.case.case_id;
  const version = detail?.case.version ?? 0;
  const state = detail?.case.state;
  const holder = detail?.case.claim && detail.case.claim.until > new Date() ? detail.case.claim.by : null;
  const isOpen = state === 'open' && (detail?.case.assigned_to ?? me) === me;
  const isFree = holder === null || holder === me;
  const mayHold = isOpen && isFree;
  /** What somebody else has taken over is no longer given back. */
  const taken = useRef<string | undefined>(undefined);
  taken.current = holder !== null && holder !== me ? caseId : undefined;
  useEffect(() => {
    if (caseId === undefined || !mayHold) return;
    let held = false;
    let beat: ReturnType<typeof setInterval> | undefined;
    const claim = async () => {
      if (done.current({ case_id: caseId, version })) return;
      // somebody else was quicker: the live desk says who
      held = await api.moderation.claim.mutate({ case_id: caseId }).then(
        () => true,
        () => false,
      );
      if (!held) return;
      beat = setInterval(() => {
        api.moderation.heartbeat.mutate({ case_id: caseId }).catch(() => clearInterval(beat));
      }, BEAT_MS);
    };
    const timer = setTimeout(() => void claim(), DWELL_MS);
    return () => {
      clearTimeout(timer);
      clearInterval(beat);
      // what is not given back comes back by itself when the lease is over
      if (held && taken.current !== caseId && !done.current({ case_id: caseId, version }))
        api.moderation.release.mutate({ case_id: caseId }).catch(() => undefined);
    };
  }, [api, caseId, version, mayHold]);
};
