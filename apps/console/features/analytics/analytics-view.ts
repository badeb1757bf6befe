export const RANGES = ['1h', '24h', '3d', '7d', '30d', '90d'] as const;
export type RangeName = (typeof RANGES)[number];

export const GROUPS = ['model', 'provider', 'user', 'conversation', 'day'] as const;
export type Group = (typeof GROUPS)[number];

export const MEASURES = ['total_tokens', 'prompt_tokens', 'completion_tokens', 'total_cost', 'messages'] as const;
export type Measure = (typeof MEASURES)[number];

export const FILTERS = ['provider', 'model', 'user_id', 'conversation_id'] as const;
export type Filters = Partial<Record<(typeof FILTERS)[number], string>>;

/** What a page of figures shows; all of it stands in the address. */
export type AnalyticsView = {
  range: RangeName;
  /** A stretch of its own, instead of the range. */
  between?: { from: Date; to: Date };
  by: Group;
  measure: Measure;
  filters: Filters;
  /** The point whose messages are shown. */
  at?: Date;
  /** Of that point, what failed rather than what was answered. */
  failed: boolean;
};

type Params = { get: (name: string) => string | null };

const HOUR_MS = 3_600_000;
const LENGTHS: Record<RangeName, number> = {
  '1h': HOUR_MS,
  '24h': 24 * HOUR_MS,
  '3d': 72 * HOUR_MS,
  '7d': 168 * HOUR_MS,
  '30d': 720 * HOUR_MS,
  '90d': 2_160 * HOUR_MS,
};

const pick = <Name extends string>(names: readonly Name[], text: string | null, fallback: Name): Name =>
  names.find((name) => name === text) ?? fallback;

const dateOf = (text: string | null): Date | undefined => {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
};

const IDS: Partial<Record<keyof Filters, RegExp>> = {
  user_id: /^user_[A-Za-z0-9]{9,64}$/,
  conversation_id: /^conv_[A-Za-z0-9]{9,64}$/,
};

const readFilters = (params: Params): Filters =>
  Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = params.get(name);
      return value && value.length <= 200 && (IDS[name]?.test(value) ?? true) ? [[name, value]] : [];
    }),
  );

/** The view that an address asks for; what it says wrongly is left out. */
export const readAnalyticsView = (params: Params, fallback: RangeName): AnalyticsView => {
  const [from, to, at] = ['from', 'to', 'at'].map((name) => dateOf(params.get(name)));
  return {
    range: pick(RANGES, params.get('range'), fallback),
    ...(from && to && from < to ? { between: { from, to } } : {}),
    by: pick(GROUPS, params.get('by'), 'model'),
    measure: pick(MEASURES, params.get('measure'), 'total_tokens'),
    filters: readFilters(params),
    ...(at ? { at } : {}),
    failed: params.get('failed') === '1',
  };
};

/** The bounds to ask the api for; its end is left open while it is now, so that it moves along. */
export const boundsOf = ({ range, between }: AnalyticsView, now: number): { from: Date; to?: Date } =>
  between ?? { from: new Date(now - LENGTHS[range]) };
