import { randomBytes } from 'node:crypto';
import { newId } from '@message-service/shared/ids';
import { createClient, createLedger } from '@message-service/testing/load';
import type { Sender } from '../generator/task.ts';

/** Users with tokens that an api with this secret believes, and with conversations that are nowhere. */
export const createTokens = (count: number): { secret: string; senders: Sender[] } => {
  const secret = randomBytes(24).toString('hex');
  const senders = Array.from({ length: count }, () => ({
    authorization: `Bearer ${createClient({ secret }, createLedger(), () => '').token}`,
    conversation_id: newId('conv'),
  }));
  return { secret, senders };
};
