/** A path of this console from an address parameter; `/` for anything that could lead elsewhere. */
export const ownPath = (next: string | string[] | undefined): string => {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/';
  const base = 'http://console.invalid';
  if (!URL.canParse(next, base)) return '/';
  const url = new URL(next, base);
  if (url.origin !== base || url.pathname.startsWith('/login')) return '/';
  return url.pathname + url.search;
};
