import { type Identity, Role } from '@message-service/shared/auth';
import { UserId } from '@message-service/shared/ids';
import { z } from 'zod';
import type { CoreContext } from '../context.ts';

/** Who a token belongs to, by the Auth Service's word; `expires_at` when it says until when. */
export type ValidatedToken = Identity & { expires_at?: Date };

const MAX_DATE_S = 8_640_000_000_000;
const isRole = (name: string): name is Role => Role.safeParse(name).success;

const Validated = z
  .object({
    valid: z.boolean().optional(),
    user_id: UserId.optional(),
    roles: z.array(z.string().max(100)).max(100).optional(),
    /** Seconds since 1970. */
    exp: z.number().min(0).max(MAX_DATE_S).optional(),
  })
  .refine(({ valid, user_id }) => valid === false || user_id !== undefined, 'a valid token needs a user_id');

/**
 * Asks the Auth Service (`POST /validate-token {token}`) whom a token belongs to. Null when it says that the token is
 * not valid – 401, 403, 404, 422 or `valid: false` – and when no Auth Service is configured. Roles that are not ours are left
 * out; without any the caller is a user. Nothing is remembered here.
 * @throws NeighbourError (UNAVAILABLE) when it gave no usable answer within the deadline
 */
export const validateToken = async (
  ctx: Pick<CoreContext, 'neighbours'>,
  token: string,
  signal?: AbortSignal,
): Promise<ValidatedToken | null> => {
  const { auth } = ctx.neighbours;
  if (!auth) return null;
  const answer = await auth.call({
    method: 'POST',
    path: ['validate-token'],
    body: { token },
    output: Validated,
    none: [401, 403, 404, 422],
    repeatable: true,
    signal,
  });
  if (!answer || answer.valid === false || answer.user_id === undefined) return null;
  const { user_id, roles = ['user'], exp } = answer;
  return {
    user_id,
    roles: [...new Set(roles.filter(isRole))],
    ...(exp === undefined ? {} : { expires_at: new Date(exp * 1_000) }),
  };
};
