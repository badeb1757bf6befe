import { SagaStep } from '@message-service/shared/messages';
import type { TimelineAttempt, TimelineEvent, TimelineStep } from '@message-service/shared/queues';
import type { MessageDoc } from './messages.ts';
import type { ProcessingJob } from './processing-queue.ts';

const msBetween = (from: Date | null | undefined, to: Date | null | undefined) =>
  from && to ? Math.max(0, to.getTime() - from.getTime()) : null;

/** The attempts of a job, oldest first; one that neither ended nor is the present one was lost with its worker. */
export const toAttempts = (job: ProcessingJob | null): TimelineAttempt[] => {
  const history = job?.execution.history ?? [];
  const firstEpoch = (job?.saga.epoch ?? 0) - history.length + 1;
  return history.map((entry, i) => {
    const running = i === history.length - 1 && job?.status === 'processing';
    const next = history[i + 1];
    const stopped = entry.outcome === null && next?.outcome === 'cancelled';
    const ended_at = stopped ? next.started_at : entry.ended_at;
    return {
      epoch: firstEpoch + i,
      worker: entry.worker_id,
      started_at: entry.started_at,
      ended_at,
      duration_ms: msBetween(entry.started_at, ended_at),
      outcome: entry.outcome ?? (stopped ? 'stopped' : running ? 'running' : 'lost'),
      error_code: entry.error_code,
      error_message: entry.error_message,
    };
  });
};

const isWork = ({ outcome }: TimelineAttempt) => outcome !== 'retried' && outcome !== 'cancelled';

const stepOf = (
  name: SagaStep,
  state: TimelineStep['state'],
  started_at: Date | null,
  ended_at: Date | null,
  epoch: number | null,
): TimelineStep => ({ name, state, started_at, ended_at, duration_ms: msBetween(started_at, ended_at), epoch });

/** What the message itself still knows when its job is gone: whether it was answered, and when. */
const stepsWithoutJob = (doc: MessageDoc): TimelineStep[] => {
  const { llm_response_at = null, completed_at = null } = doc.timestamps;
  const llmMs = doc.processing_metadata?.llm_processing_time_ms;
  const asked = llm_response_at && llmMs !== undefined ? new Date(llm_response_at.getTime() - llmMs) : null;
  const done = doc.processing_status === 'completed';
  return SagaStep.options.map((name) => {
    if (!done) return stepOf(name, 'pending', null, null, null);
    if (name === 'llm_response_generated') return stepOf(name, 'done', asked, llm_response_at, null);
    if (name === 'completed') return stepOf(name, 'done', llm_response_at, completed_at, null);
    return stepOf(name, 'done', null, null, null);
  });
};

/**
 * Every step in the saga's order. A step begins when the one before it ended, or when the attempt that did it began,
 * whichever is later.
 */
export const toSteps = (doc: MessageDoc, job: ProcessingJob | null, attempts: TimelineAttempt[]): TimelineStep[] => {
  if (!job) return stepsWithoutJob(doc);
  const worked = attempts.filter(isWork);
  let before = job.execution.started_at;
  let next = true;
  return SagaStep.options.map((name) => {
    const done = job.saga.steps.find((step) => step.name === name);
    const end = done?.at ?? null;
    const attempt = worked.findLast(({ started_at }) => end === null || started_at <= end);
    const begun = attempt && (!before || attempt.started_at > before) ? attempt.started_at : before;
    if (done) {
      before = done.at;
      return stepOf(name, 'done', begun, done.at, attempt?.epoch ?? null);
    }
    if (!next) return stepOf(name, 'pending', null, null, null);
    next = false;
    const failed = doc.processing_status === 'failed';
    if (failed) return stepOf(name, 'failed', begun, attempt?.ended_at ?? null, attempt?.epoch ?? null);
    const running = attempt?.outcome === 'running';
    return running ? stepOf(name, 'running', begun, null, attempt.epoch) : stepOf(name, 'pending', null, null, null);
  });
};

const ENDS = new Set(['later', 'handed_over', 'cancelled', 'failed', 'completed']);

function* eventsOfAttempt(attempt: TimelineAttempt): Generator<TimelineEvent> {
  const { epoch, started_at, ended_at, outcome, worker, error_code } = attempt;
  if (outcome === 'retried') yield { at: started_at, type: 'retried', epoch, detail: null };
  else if (outcome === 'cancelled') yield { at: started_at, type: 'cancelled', epoch, detail: null };
  else yield { at: started_at, type: 'taken', epoch, detail: worker };
  if (outcome === 'later' || outcome === 'handed_over' || outcome === 'failed' || outcome === 'completed') {
    if (ended_at) yield { at: ended_at, type: outcome, epoch, detail: error_code };
  }
}

/** When a lost worker's message was noticed to be lost: when the next one took it. */
function* lossesOf(attempts: TimelineAttempt[]): Generator<TimelineEvent> {
  for (const [i, { outcome, epoch, worker }] of attempts.entries()) {
    const next = attempts[i + 1];
    if (outcome === 'lost' && next) yield { at: next.started_at, type: 'lost', epoch, detail: worker };
  }
}

/** The order of what happened in the same millisecond of the same epoch. */
const RANKS: Record<TimelineEvent['type'], number> = {
  accepted: 0,
  retried: 1,
  taken: 1,
  step: 2,
  reply: 3,
  later: 4,
  handed_over: 4,
  lost: 4,
  completed: 5,
  failed: 5,
  cancelled: 5,
};
const LAST = 1e9;
const epochOf = ({ type, epoch }: TimelineEvent) => (type === 'accepted' ? 0 : (epoch ?? LAST));

/** Everything that happened to the message, oldest first. */
export const toEvents = (
  doc: MessageDoc,
  steps: TimelineStep[],
  attempts: TimelineAttempt[],
  reply: MessageDoc | null,
): TimelineEvent[] => {
  const events: TimelineEvent[] = [{ at: doc.timestamps.created_at, type: 'accepted', epoch: null, detail: null }];
  for (const { name, state, ended_at, epoch } of steps) {
    if (state === 'done' && ended_at && name !== 'completed')
      events.push({ at: ended_at, type: 'step', epoch, detail: name });
  }
  events.push(...lossesOf(attempts), ...attempts.flatMap((attempt) => [...eventsOfAttempt(attempt)]));
  const saved = steps.find(({ name }) => name === 'response_saved')?.epoch ?? null;
  if (reply) events.push({ at: reply.timestamps.created_at, type: 'reply', epoch: saved, detail: reply.message_id });
  const { processing_status: status, timestamps, processing_metadata } = doc;
  const told = attempts.some(({ outcome }) => outcome === status && ENDS.has(outcome));
  if (!told && timestamps.completed_at && (status === 'completed' || status === 'failed' || status === 'cancelled')) {
    events.push({
      at: timestamps.completed_at,
      type: status,
      epoch: null,
      detail: processing_metadata?.error_code ?? null,
    });
  }
  return events.sort(
    (a, b) => a.at.getTime() - b.at.getTime() || epochOf(a) - epochOf(b) || RANKS[a.type] - RANKS[b.type],
  );
};
