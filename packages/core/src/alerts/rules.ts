import type { AlertRule, AlertSeverity, AlertUnit } from '@message-service/shared/alerts';
import type { CoreContext } from '../context.ts';

/** One thing that a rule looked at. `severity` is null while it is within the threshold. */
export type Reading = {
  rule: AlertRule;
  subject: string;
  unit: AlertUnit;
  value: number;
  threshold: number;
  severity: AlertSeverity | null;
  message_ids?: string[];
};

/** Looks at one part of the service. What it does not mention any more counts as within its threshold. */
export type Watch = {
  rules: readonly AlertRule[];
  read(ctx: CoreContext): Promise<Reading[]>;
};

type Level = { severity: AlertSeverity; above: number };

/** The reading of a value against thresholds, the gravest first. */
export const readingOf = (
  at: Pick<Reading, 'rule' | 'subject' | 'unit' | 'value' | 'message_ids'>,
  levels: readonly Level[],
): Reading => {
  const broken = levels.find(({ above }) => at.value > above);
  return { ...at, severity: broken?.severity ?? null, threshold: (broken ?? levels.at(-1))?.above ?? 0 };
};
