import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '@message-service/shared/ids';
import { SendMessageResult } from '@message-service/shared/messages';
import { z } from 'zod';
import { signToken } from '../processes/token.ts';
import type { Attempt, Ledger } from './ledger.ts';

export type SendInput = { conversation_id: string; text: string; client_msg_id: string };

/** A user that talks to the service over HTTP and writes every attempt to send into the ledger. */
export type Client = {
  user_id: string;
  token: string;
  createConversation(): Promise<string>;
  /** One attempt. */
  send(input: SendInput, url?: string): Promise<Attempt>;
  /** Tries with the same key until it is accepted, refused for good, or `patienceMs` are over. */
  sendUntilAccepted(input: SendInput, patienceMs?: number): Promise<Attempt>;
};

const Created = z.object({ conversation_id: z.string() });
const REQUEST_MS = 15_000;
const RETRY_MS = 100;
const PATIENCE_MS = 60_000;

const isWorthRetrying = ({ status }: Attempt) => status === 'no-answer' || status === 503 || status === 429;

/** `urlOf` is asked for every request, so that a client finds an api that came back elsewhere. */
export const createClient = (world: { secret: string }, ledger: Ledger, urlOf: () => string): Client => {
  const user_id = newId('user');
  const token = signToken(world.secret, user_id);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const post = (path: string, body: unknown, url = urlOf()) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(REQUEST_MS),
    });

  const send: Client['send'] = async (input, url) => {
    const { conversation_id, text, client_msg_id } = input;
    const at = new Date();
    const started = performance.now();
    const attempt = (answer: Pick<Attempt, 'status' | 'retry_after'> & Partial<Attempt>): Attempt => {
      const made = { at, user_id, ...input, ...answer, ms: Math.round(performance.now() - started) };
      ledger.add(made);
      return made;
    };
    try {
      const response = await post(
        '/messages',
        { conversation_id, content: { text }, client_metadata: { client_msg_id } },
        url,
      );
      const body: unknown = await response.json();
      const { status } = response;
      const retry_after = response.headers.get('retry-after');
      if (status !== 202) return attempt({ status, retry_after });
      const { message_id, sequence_number } = SendMessageResult.parse(body);
      return attempt({ status, retry_after, message_id, sequence_number });
    } catch (error) {
      if (error instanceof z.ZodError) throw error;
      return attempt({ status: 'no-answer', retry_after: null });
    }
  };

  return {
    user_id,
    token,
    async createConversation() {
      const response = await post('/conversations', { character_id: 'char_luna00001' });
      return Created.parse(await response.json()).conversation_id;
    },
    send,
    async sendUntilAccepted(input, patienceMs = PATIENCE_MS) {
      const deadline = performance.now() + patienceMs;
      for (;;) {
        const attempt = await send(input);
        if (!isWorthRetrying(attempt) || performance.now() > deadline) return attempt;
        await sleep(RETRY_MS);
      }
    },
  };
};
