import type { SignInInput } from '@message-service/shared/auth';
import { CONSOLE_HEADER } from '@message-service/shared/auth/console-header';
import type { ChangePasswordInput } from '@message-service/shared/users';
import { type ApiError, toApiError } from '@/trpc/errors';

const post = (path: string, body?: unknown) =>
  fetch(path, {
    method: 'POST',
    headers: { [CONSOLE_HEADER.name]: CONSOLE_HEADER.value, ...(body ? { 'content-type': 'application/json' } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });

const retryAfterOf = (answer: Response) => {
  const seconds = Number(answer.headers.get('retry-after'));
  return seconds > 0 ? { retryAfter: seconds } : {};
};

const send = async (path: string, input: unknown): Promise<ApiError | null> => {
  const answer = await post(path, input).catch(() => null);
  if (!answer) return { code: 'NETWORK' };
  if (answer.ok) return null;
  const problem: unknown = await answer.json().catch(() => null);
  return { ...toApiError(problem), ...retryAfterOf(answer) };
};

/** Signs in with the session cookie as the result; `null` when it worked, else why not. */
export const signIn = (input: SignInInput) => send('/api/auth/sign-in', input);

/** Changes the own password and goes on with a new session, the only one left; `null` when it worked, else why not. */
export const changePassword = (input: ChangePasswordInput) => send('/api/auth/password', input);

/** Ends the session; a failure leaves it to expire by itself. */
export const signOut = () => post('/api/auth/sign-out').catch(() => null);
