import type { Safety } from './create-safety.ts';

/** Characters that are looked at together, and the last of them that wait for what follows. */
const LOOK_EVERY = 80;
const KEPT_BACK = 40;
/** Characters before the held ones that are looked at with them, because harm may begin there. */
const LOOK_BACK = 400;
const SENTENCE_END = /[.!?…\n]["')\]»”]*\s?$/;

/** Before a space, or anywhere in a word that does not end, but never between the halves of a surrogate pair. */
const findCut = (text: string, latest: number): number => {
  const space = text.lastIndexOf(' ', latest);
  if (space > 0) return space;
  if (text.length < 2 * LOOK_EVERY) return 0;
  const unit = text.charCodeAt(latest);
  return unit >= 0xdc00 && unit <= 0xdfff ? latest - 1 : latest;
};

export type ReplyGuard = {
  /** What of the text so far may be sent now; often nothing. */
  push(text: string): string;
  /** The rest of the reply, when it may be sent. */
  end(whole: string): Promise<string>;
};

/**
 * Stands between a streamed reply and its readers. It holds the text until a sentence ends or 80 characters are there,
 * looks at it with the 400 before it, and lets it through unless it would be blocked; in the middle of a sentence all
 * but the last 40 characters. Once something would be blocked nothing more is let through; `end` judges the whole reply
 * and gives what of it may still be sent.
 */
export const openReplyGuard = async (safety: Pick<Safety, 'check' | 'glance' | 'policies'>): Promise<ReplyGuard> => {
  await safety.policies();
  let held = '';
  let passed = '';
  let closed = false;

  const look = (keep: number): string => {
    if (closed || held.length <= keep) return '';
    if (safety.glance(passed.slice(-LOOK_BACK) + held).decision === 'blocked') {
      closed = true;
      return '';
    }
    const text = held.slice(0, keep === 0 ? held.length : findCut(held, held.length - keep));
    passed += text;
    held = held.slice(text.length);
    return text;
  };

  return {
    push(text) {
      held += text;
      if (SENTENCE_END.test(held.slice(-8))) return look(0);
      return held.length >= LOOK_EVERY ? look(KEPT_BACK) : '';
    },
    async end(whole) {
      const rest = look(0);
      if (!closed) return rest;
      const { decision } = await safety.check(whole);
      return decision === 'blocked' || !whole.startsWith(passed) ? '' : whole.slice(passed.length);
    },
  };
};
