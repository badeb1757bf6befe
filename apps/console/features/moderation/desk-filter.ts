import type { CaseFilter } from '@message-service/shared/moderation';

type Params = { get: (name: string) => string | null };

const STATES = ['waiting', 'escalated', 'decided', 'all'] as const;
const SOURCES = ['filter', 'report', 'moderator', 'appeal'] as const;
const CLAIMS = ['mine', 'free', 'others'] as const;
const ORDERS = ['severity', 'due', 'newest'] as const;
export const CHOICES = { state: STATES, source: SOURCES, claim: CLAIMS, order: ORDERS };

const oneOf = <T extends string>(known: readonly T[], text: string | null): T | undefined =>
  known.find((one) => one === text);

export type DeskView = { filter: CaseFilter; chosen?: string };

/** The view in the page's address: which cases, in which order, and the one that is open. */
export const readDeskView = (params: Params): DeskView => {
  const severity = Number(params.get('severity') ?? 0);
  const source = oneOf(SOURCES, params.get('source'));
  const claim = oneOf(CLAIMS, params.get('claim'));
  const chosen = params.get('case');
  const author = params.get('author');
  const conversation = params.get('conversation');
  return {
    filter: {
      state: oneOf(STATES, params.get('state')) ?? 'waiting',
      order: oneOf(ORDERS, params.get('order')) ?? 'severity',
      ...(severity >= 2 && severity <= 5 ? { severity_min: Math.trunc(severity) } : {}),
      ...(source ? { source } : {}),
      ...(claim ? { claim } : {}),
      ...(params.get('overdue') === 'true' ? { overdue: true } : {}),
      ...(author?.startsWith('user_') ? { user_id: author } : {}),
      ...(conversation?.startsWith('conv_') ? { conversation_id: conversation } : {}),
    },
    ...(chosen?.startsWith('case_') ? { chosen } : {}),
  };
};

const NAMES: Partial<Record<keyof CaseFilter, string>> = {
  severity_min: 'severity',
  user_id: 'author',
  conversation_id: 'conversation',
};

/** The address of a filter, without what is so anyway. */
export const toParams = (filter: CaseFilter): URLSearchParams => {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(filter)) {
    if (value === undefined || value === 'waiting' || (key === 'order' && value === 'severity')) continue;
    params.set(NAMES[key as keyof CaseFilter] ?? key, String(value));
  }
  return params;
};
