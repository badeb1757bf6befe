'use client';

import type { MessageView } from '@message-service/shared/messages';
import { useMemo } from 'react';
import { useTranslate } from '@/ui/preferences';
import { issueWord } from './issue-word';
import { cutText, spansOf } from './marked-text';

/** The text of a message with what the filters found in it marked; plain text, whatever it says. */
export const CaseText = ({ message }: { message: MessageView }) => {
  const t = useTranslate();
  const { text } = message.content;
  const findings = message.safety_metadata?.findings;
  const pieces = useMemo(() => cutText(text, spansOf(findings ?? [])), [text, findings]);
  return (
    <span className="whitespace-pre-wrap break-words">
      {pieces.map(({ text: part, start, categories }) =>
        categories.length === 0 ? (
          <span key={start}>{part}</span>
        ) : (
          <mark
            key={start}
            title={categories.map((category) => issueWord(t, category)).join(', ')}
            className="rounded-sm bg-danger-soft px-0.5 text-danger underline decoration-dotted underline-offset-2"
          >
            {part}
          </mark>
        ),
      )}
    </span>
  );
};
