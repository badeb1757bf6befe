import type { DependencyHealth } from '@message-service/shared/health';
import { z } from 'zod';
import type { CoreContext } from '../context.ts';
import type { Neighbour } from './create-neighbour.ts';
import { NeighbourError } from './neighbour-error.ts';

/** Answers of one that is there and has no such page, or not for us. */
const NO_HEALTH = [401, 403, 404, 405];

const look = async (neighbour: Neighbour | null): Promise<DependencyHealth> => {
  if (!neighbour) return { status: 'embedded' };
  const read = () => {
    const { state, next_try_at } = neighbour.breaker();
    return { breaker: { state, next_try_at: next_try_at?.toISOString() ?? null } };
  };
  const start = performance.now();
  try {
    await neighbour.call({ method: 'GET', path: ['health'], output: z.unknown(), none: NO_HEALTH, repeatable: false });
    return { status: 'reachable', response_time_ms: Math.round(performance.now() - start), ...read() };
  } catch (error) {
    return { status: 'unreachable', detail: error instanceof NeighbourError ? error.fault : 'unknown', ...read() };
  }
};

/**
 * How each neighbour is, by its `GET /health`: one try, which counts for its breaker as every other does. One that is
 * left alone is not asked, and says when it will be.
 */
export const getNeighbourHealth = async ({
  neighbours: { auth, conversation, characters },
}: Pick<CoreContext, 'neighbours'>): Promise<Record<string, DependencyHealth>> => {
  const [auth_service, conversation_service, characters_service] = await Promise.all([
    look(auth),
    look(conversation),
    look(characters),
  ]);
  return { auth_service, conversation_service, characters_service };
};
