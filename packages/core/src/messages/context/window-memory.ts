import { MessageRole } from '@message-service/shared/messages';
import type { Db } from 'mongodb';
import { z } from 'zod';

/** A window as it is kept: whose it is, who counted its tokens, and each text with the state of its message. */
export const KeptWindow = z.object({
  conversation_id: z.string(),
  tokenizer: z.string(),
  turns: z.array(
    z.object({
      message_id: z.string(),
      sequence_number: z.int(),
      role: MessageRole,
      text: z.string(),
      tokens: z.int().optional(),
      /** Changes with each change of the message. */
      stamp: z.string(),
    }),
  ),
});
export type KeptWindow = z.infer<typeof KeptWindow>;
export type KeptTurn = KeptWindow['turns'][number];

const MAX_WINDOWS = 1_000;
/** In code units, all windows together. */
const MAX_LENGTH = 16_000_000;

export const lengthOf = ({ turns }: KeptWindow): number => turns.reduce((sum, { text }) => sum + text.length, 0);

/** The windows of one process, bounded in number and size; who was used longest ago goes first. */
export class WindowMemory {
  readonly #kept = new Map<string, { window: KeptWindow; until: number; length: number }>();
  #length = 0;

  get(key: string, now: number): KeptWindow | null {
    const found = this.#kept.get(key);
    if (!found) return null;
    this.#drop(key);
    if (found.until <= now) return null;
    this.#put(key, found);
    return found.window;
  }

  set(key: string, window: KeptWindow, until: number): void {
    this.#drop(key);
    this.#put(key, { window, until, length: lengthOf(window) });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MAX_WINDOWS && this.#length <= MAX_LENGTH) break;
      this.#drop(oldest);
    }
  }

  #put(key: string, entry: { window: KeptWindow; until: number; length: number }): void {
    this.#kept.set(key, entry);
    this.#length += entry.length;
  }

  #drop(key: string): void {
    this.#length -= this.#kept.get(key)?.length ?? 0;
    this.#kept.delete(key);
  }
}

const memories = new WeakMap<Db, WindowMemory>();

/** The memory that belongs to this connection. */
export const memoryOf = ({ db }: { db: Db }): WindowMemory => {
  const memory = memories.get(db) ?? new WindowMemory();
  memories.set(db, memory);
  return memory;
};
