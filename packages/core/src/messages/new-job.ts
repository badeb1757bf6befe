import { newId } from '@message-service/shared/ids';
import { QUEUE_SETTINGS } from '@message-service/shared/jobs';
import { processMessage } from '@message-service/shared/messages';
import type { MessageDoc } from './messages.ts';
import { priorityOf } from './priority.ts';
import { jobIdOf } from './processing-queue.ts';

/** A job at its start, for an upsert that sets its status and epoch. */
export const newJob = (doc: MessageDoc, now: Date) => ({
  job_id: jobIdOf(doc.message_id),
  message_id: doc.message_id,
  conversation_id: doc.conversation_id,
  user_id: doc.user_id,
  job_type: 'message_processing' as const,
  priority: priorityOf(doc),
  queue_metadata: { queue_name: processMessage.queue, scheduled_for: doc.timestamps.created_at },
  created_at: now,
  'saga.steps': [],
  'saga.reply_message_id': doc.reply_message_id ?? newId('msg', now.getTime()),
  'execution.attempts': 0,
  'execution.max_attempts': QUEUE_SETTINGS[processMessage.queue].attempts,
  'execution.provider_calls': 0,
  'execution.releases': 0,
  'execution.runs_alone': 0,
  'execution.started_at': now,
  'execution.completed_at': null,
  'execution.processing_time_ms': null,
  'execution.error_code': null,
  'execution.error_message': null,
});
