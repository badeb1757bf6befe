import type { ProgressEvent } from '@message-service/shared/messages';

type Step = Extract<ProgressEvent, { type: 'progress' }>['step'];

/** A reply as it arrives. */
export type ReplyState = {
  phase: 'waiting' | 'writing' | 'completed' | 'failed';
  step: Step;
  text: string;
  /** Index of the token that comes next; earlier ones are repeats. */
  nextIndex: number;
  /** Another worker took over and began again. */
  restarted: boolean;
  replyId?: string;
  failure?: { code: string; detail: string };
};

export const waiting: ReplyState = { phase: 'waiting', step: 'queued', text: '', nextIndex: 0, restarted: false };

/** Takes one event of the stream. Repeated events, as after a reconnect, change nothing. */
export const reduceReply = (state: ReplyState, event: ProgressEvent): ReplyState => {
  if (state.phase === 'completed' || state.phase === 'failed') return state;
  switch (event.type) {
    case 'progress':
      return state.step === event.step ? state : { ...state, step: event.step };
    case 'restart':
      return { ...waiting, step: 'processing', restarted: true };
    case 'token':
      if (event.index < state.nextIndex) return state;
      return { ...state, phase: 'writing', text: state.text + event.text, nextIndex: event.index + 1 };
    case 'completed':
      return { ...state, phase: 'completed', replyId: event.reply_message_id };
    case 'failed':
      return { ...state, phase: 'failed', failure: { code: event.code, detail: event.detail } };
  }
};
