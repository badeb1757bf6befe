import type { Changes, OutboxEntry } from './message-events.ts';

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

const parentOf = (root: Json, path: string, create: boolean): [Json, string] | null => {
  const names = path.split('.');
  const last = names.pop() ?? '';
  let at = root;
  for (const name of names) {
    const next = at[name];
    if (isObject(next)) at = next;
    else if (!create) return null;
    else at = at[name] = {};
  }
  return [at, last];
};

const applyTo = (root: Json, { set = [], unset = [], inc = [] }: Changes) => {
  for (const { path, value } of set) {
    const place = parentOf(root, path, true);
    if (place) place[0][place[1]] = structuredClone(value);
  }
  for (const { path, by } of inc) {
    const place = parentOf(root, path, true);
    if (place) place[0][place[1]] = Number(place[0][place[1]] ?? 0) + by;
  }
  for (const path of unset) {
    const place = parentOf(root, path, false);
    if (place) delete place[0][place[1]];
  }
};

/** The document that a stream's events, from the first on and in order, make. */
export const foldEvents = (events: readonly Pick<OutboxEntry, 'document' | 'changes'>[]): Json => {
  const root: Json = {};
  for (const { document, changes } of events) {
    if (document) Object.assign(root, structuredClone(document));
    if (changes) applyTo(root, changes);
  }
  return root;
};

/** What turns one document into another; what both have in common is not mentioned. */
export const diffDocuments = (from: Json, to: Json): Changes => {
  const set: NonNullable<Changes['set']> = [];
  const unset: string[] = [];
  const walk = (before: Json, after: Json, prefix: string) => {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const [old, value] = [before[name], after[name]];
      const path = `${prefix}${name}`;
      if (isObject(old) && isObject(value)) walk(old, value, `${path}.`);
      else if (value === undefined && old !== undefined) unset.push(path);
      else if (value !== undefined && JSON.stringify(old) !== JSON.stringify(value)) set.push({ path, value });
    }
  };
  walk(from, to, '');
  return { ...(set.length > 0 ? { set } : {}), ...(unset.length > 0 ? { unset } : {}) };
};
