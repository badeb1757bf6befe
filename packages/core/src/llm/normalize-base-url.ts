/** Adds `/v1` to an address that names no version, and takes a trailing slash off. Query and fragment are dropped. */
export const normalizeBaseUrl = (address: string): string => {
  const url = new URL(address);
  const segments = url.pathname.split('/').filter(Boolean);
  if (!segments.some((segment) => /^v\d/.test(segment))) segments.push('v1');
  return `${url.origin}/${segments.join('/')}`;
};
