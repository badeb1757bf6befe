'use client';

import type { Judgement, SafetyDecision } from '@message-service/shared/safety';
import { ArrowRight, Ban, CircleCheck, Eye } from 'lucide-react';
import { cn } from '@/ui/cn';
import { usePreferences, useTranslate } from '@/ui/preferences';

const LOOKS = {
  allowed: { Icon: CircleCheck, tone: 'text-ok' },
  review: { Icon: Eye, tone: 'text-warn' },
  blocked: { Icon: Ban, tone: 'text-danger' },
} as const;

/** What is decided about a text: colour, shape and word say the same. */
export const DecisionMark = ({ decision, score }: { decision: SafetyDecision; score?: number }) => {
  const { locale, t } = usePreferences();
  const { Icon, tone } = LOOKS[decision];
  const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return (
    <span className={cn('inline-flex items-center gap-1 text-xs whitespace-nowrap', tone)}>
      <Icon className="size-3.5" aria-hidden />
      {t(`safety.decision.${decision}`)}
      {score !== undefined && <span className="text-muted">{format.format(score)}</span>}
    </span>
  );
};

/** The old and the new judgement. */
export const Judgements = ({ before, after }: { before: Judgement; after: Judgement }) => {
  const t = useTranslate();
  return (
    <span className="inline-flex items-center gap-1.5">
      <DecisionMark decision={before.decision} score={before.safety_score} />
      <ArrowRight className="size-3.5 text-muted" role="img" aria-label={t('safety.preview_becomes')} />
      <DecisionMark decision={after.decision} score={after.safety_score} />
    </span>
  );
};
