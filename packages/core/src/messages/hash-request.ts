import { createHash } from 'node:crypto';
import type { SendMessageInput } from '@message-service/shared/messages';

const inOrder = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** What a repeated message has to have in common with the first: its text, settings, metadata and priority, in any order of keys. */
export const hashRequest = ({
  content,
  llm = {},
  custom_metadata = {},
  priority = 'normal',
}: SendMessageInput): string => {
  const rest = priority === 'normal' ? [] : [priority];
  const body = JSON.stringify([content.text, llm, custom_metadata, ...rest], inOrder);
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
};
