import { Preference } from '@/ui/preference-schema';

const YEAR_SECONDS = 31_536_000;

const answer = (status: number, headers?: HeadersInit) => new Response(null, { status, headers });

/** Remembers a choice of the reader in a cookie, where the server sees it before the first paint. */
export const POST = async (request: Request): Promise<Response> => {
  const body: unknown = await request.json().catch(() => null);
  const parsed = Preference.safeParse(body);
  if (!parsed.success) return answer(400);
  const { name, value } = parsed.data;
  const cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax; HttpOnly`;
  return answer(204, { 'set-cookie': cookie });
};
