export const FILTERS = ['actor', 'action', 'target_type', 'target_id', 'text', 'from', 'to'] as const;
export type FilterName = (typeof FILTERS)[number];

export type AuditFilter = {
  actor?: string;
  action?: string;
  target_type?: string;
  target_id?: string;
  text?: string;
  from?: Date;
  to?: Date;
};

type Params = { get: (name: string) => string | null };

const SHAPES: Partial<Record<FilterName, RegExp>> = {
  actor: /^user_[A-Za-z0-9]{9,64}$/,
  action: /^[A-Za-z]{1,40}\.[A-Za-z]{1,60}$/,
  target_type: /^[a-z_-]{1,40}$/,
  target_id: /^.{1,100}$/,
  text: /^.{1,200}$/,
};

const dateOf = (text: string | null): Date | undefined => {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
};

/** What is looked for, as the page's address says it; what it says wrongly is left out. */
export const readAuditFilter = (params: Params): AuditFilter => {
  const texts = Object.entries(SHAPES).flatMap(([name, shape]) => {
    const value = params.get(name)?.trim() ?? '';
    return shape.test(value) ? [[name, value]] : [];
  });
  const [from, to] = [dateOf(params.get('from')), dateOf(params.get('to'))];
  return { ...Object.fromEntries(texts), ...(from ? { from } : {}), ...(to ? { to } : {}) };
};

/** Whether what was typed for a name can be looked for. */
export const isSearchable = (name: FilterName, value: string): boolean =>
  value.trim() === '' || (SHAPES[name]?.test(value.trim()) ?? true);
