import type { MessageTimeline, TimelineStep } from '@message-service/shared/queues';

export type Bar = {
  key: string;
  /** `wait` is the time before a worker took the message, `work` all of its time where single steps are not known. */
  name: TimelineStep['name'] | 'wait' | 'work';
  state: TimelineStep['state'];
  from: Date | null;
  to: Date | null;
  ms: number | null;
  /** Done before the message was last retried, so outside of what the axis shows. */
  earlier: boolean;
};

/** The stretch of time that the bars share; after a retry it begins there, since days may lie between. */
export type Span = { from: number; to: number };

/** False for what people did in between. */
export const isWork = ({ outcome }: MessageTimeline['attempts'][number]) =>
  outcome !== 'retried' && outcome !== 'cancelled';

const barOf = (
  name: Bar['name'],
  state: Bar['state'],
  from: Date | null,
  to: Date | null,
  span: Span,
  ms = from && to ? to.getTime() - from.getTime() : null,
): Bar => ({
  key: name,
  name,
  state,
  from,
  to,
  ms,
  earlier: to !== null && to.getTime() < span.from && state === 'done',
});

const spanOf = (timeline: MessageTimeline, nowMs: number): Span => {
  const retried = timeline.attempts.findLast(({ outcome }) => outcome === 'retried');
  const from = (retried?.started_at ?? timeline.accepted_at).getTime();
  const ends = timeline.steps.flatMap(({ ended_at }) => ended_at?.getTime() ?? []);
  const last = timeline.finished_at?.getTime() ?? Math.max(nowMs, timeline.at.getTime());
  return { from, to: Math.max(last, from + 1, ...ends) };
};

const firstTaken = (timeline: MessageTimeline, span: Span): Date | null => {
  const attempt = timeline.attempts.find((one) => isWork(one) && one.started_at.getTime() >= span.from);
  if (attempt || timeline.attempts.length > 0) return attempt?.started_at ?? null;
  const { accepted_at, started_at, queue_wait_ms: wait } = timeline;
  return started_at ?? (wait === null ? null : new Date(accepted_at.getTime() + wait));
};

/** What to draw: the wait, then each step, with the stretch of time that all of them share. */
export const toBars = (timeline: MessageTimeline, nowMs: number): { bars: Bar[]; span: Span } => {
  const span = spanOf(timeline, nowMs);
  const taken = firstTaken(timeline, span);
  const waiting = taken === null && timeline.finished_at === null;
  const wait = barOf('wait', waiting ? 'running' : 'done', new Date(span.from), taken ?? timeline.finished_at, span);
  const known = timeline.job !== null || timeline.steps.some(({ ended_at }) => ended_at !== null);
  if (!known) {
    if (!taken) return { bars: [wait], span };
    const state = timeline.processing_status === 'failed' ? 'failed' : 'done';
    return { bars: [wait, barOf('work', state, taken, timeline.finished_at, span)], span };
  }
  const steps = timeline.steps.map(({ name, state, started_at, ended_at, duration_ms }) =>
    barOf(name, state, started_at, ended_at, span, duration_ms),
  );
  return { bars: [wait, ...steps], span };
};

const percent = (share: number) => Math.round(share * 10_000) / 100;

/** Where a stretch of time begins and how wide it is, in per cent of the span; cut off at its edges. */
export const place = (from: Date, to: Date | null, span: Span): { left: number; width: number } => {
  const whole = span.to - span.from;
  const at = (ms: number) => (Math.min(Math.max(ms, span.from), span.to) - span.from) / whole;
  const left = at(from.getTime());
  const right = at(to?.getTime() ?? span.to);
  return { left: percent(left), width: percent(Math.max(0, right - left)) };
};

const STEPS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500].flatMap((ms) => [ms, ms * 1_000]);
const LONG_STEPS_MS = [15, 30, 60, 120, 300, 900, 1_800, 3_600, 10_800, 43_200, 86_400].map((s) => s * 1_000);
const SCALE = [...STEPS_MS, ...LONG_STEPS_MS].sort((a, b) => a - b);

/** Milliseconds after the span's start at which the axis has its ticks: round, and at most five. */
export const ticksOf = ({ from, to }: Span): number[] => {
  const whole = to - from;
  const step = SCALE.find((ms) => whole / ms <= 4) ?? Math.ceil(whole / 4 / 86_400_000) * 86_400_000;
  return Array.from({ length: Math.floor(whole / step) + 1 }, (_, i) => i * step);
};
