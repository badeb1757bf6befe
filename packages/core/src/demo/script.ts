import type { ProviderName } from '@message-service/shared/llm';

/** How a message ended that got no reply. */
export type Ending = { failed: 'LLM_TIMEOUT' | 'LLM_UNREACHABLE' | 'LLM_SERVER_ERROR' } | { flagged: string[] };

/** What the user wrote and what came back. */
export type Turn = readonly [user: string, reply: string | Ending];

/** Turns at one sitting, which began so many days before now. */
export type Scene = { daysAgo: number; turns: readonly Turn[] };

/** A conversation of the demonstration, written by hand; times, tokens and figures are worked out when it is played. */
export type Script = {
  /** Two digits that never change: the ids are made of them. */
  number: string;
  user_id: string;
  character_id: string;
  title: string;
  tags: string[];
  provider: ProviderName;
  model: string;
  archived?: boolean;
  scenes: readonly Scene[];
};

export const LUNA = 'char_luna00001';
export const ATLAS = 'char_atlas0001';
export const GEMMA = { provider: 'lmstudio', model: 'google/gemma-3-12b' } as const;
export const GPT = { provider: 'openai', model: 'gpt-4o-mini' } as const;
