import { AlertId, AlertSeverity } from '@message-service/shared/alerts';

export type AlertFilter = { which: 'open' | 'resolved' | 'all'; severity?: AlertSeverity; chosen?: string };

type Params = { get: (name: string) => string | null };

/** The view in the page's address; open alerts unless it says otherwise. */
export const readAlertFilter = (params: Params): AlertFilter => {
  const which = params.get('show');
  const severity = AlertSeverity.safeParse(params.get('severity'));
  const chosen = AlertId.safeParse(params.get('alert'));
  return {
    which: which === 'resolved' || which === 'all' ? which : 'open',
    ...(severity.success ? { severity: severity.data } : {}),
    ...(chosen.success ? { chosen: chosen.data } : {}),
  };
};
