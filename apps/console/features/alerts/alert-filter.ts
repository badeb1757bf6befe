import type { AlertSeverity } from '@message-service/shared/alerts';

export type AlertFilter = { which: 'open' | 'resolved' | 'all'; severity?: AlertSeverity; chosen?: string };

type Params = { get: (name: string) => string | null };

const severities: ReadonlySet<string | null> = new Set<AlertSeverity>(['info', 'warning', 'critical']);

const isSeverity = (text: string | null): text is AlertSeverity => severities.has(text);

/** The view in the page's address; open alerts unless it says otherwise. */
export const readAlertFilter = (params: Params): AlertFilter => {
  const which = params.get('show');
  const severity = params.get('severity');
  const chosen = params.get('alert');
  return {
    which: which === 'resolved' || which === 'all' ? which : 'open',
    ...(isSeverity(severity) ? { severity } : {}),
    ...(chosen?.startsWith('alert_') ? { chosen } : {}),
  };
};
