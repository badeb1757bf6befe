import type { LanguageModelV3Prompt } from '@ai-sdk/provider';
import type { ChatMessage } from './provider.ts';

const EARLIER = '…';

/**
 * Brings the turns into the form that every chat template takes: one system message first, then user and assistant in
 * turn, beginning with the user. Neighbours of one role are joined; a window that begins with an answer gets `…` before it.
 */
export const toTurns = (messages: ChatMessage[]): ChatMessage[] => {
  const system = messages.filter((message) => message.role === 'system' && message.content.trim() !== '');
  const turns: ChatMessage[] = [];
  for (const { role, content } of messages) {
    if (role === 'system' || content.trim() === '') continue;
    if (turns.length === 0 && role === 'assistant') turns.push({ role: 'user', content: EARLIER });
    const last = turns.at(-1);
    if (last?.role === role) turns[turns.length - 1] = { role, content: `${last.content}\n\n${content}` };
    else turns.push({ role, content });
  }
  if (system.length === 0) return turns;
  return [{ role: 'system', content: system.map((message) => message.content).join('\n\n') }, ...turns];
};

/** The turns as the SDK takes them. */
export const toPrompt = (messages: ChatMessage[]): LanguageModelV3Prompt =>
  toTurns(messages).map(({ role, content }) =>
    role === 'system' ? { role, content } : { role, content: [{ type: 'text', text: content }] },
  );
