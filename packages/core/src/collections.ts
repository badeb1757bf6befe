import { alerts } from './alerts/index.ts';
import { messageAnalytics } from './analytics/index.ts';
import { auditHeads, auditLog } from './audit/index.ts';
import { budgetDays, budgets } from './budgets/index.ts';
import { conversations } from './conversations/index.ts';
import { eventCheckpoints, messageEvents } from './events/index.ts';
import { llmCalls, llmOverrides } from './llm/index.ts';
import { conversationStats, conversationSummaries, messages, processingQueue } from './messages/index.ts';
import { moderationCases, moderators, safetyDifferences } from './moderation/index.ts';
import type { CollectionDefinition } from './mongo/index.ts';
import { safetyPolicies } from './safety/index.ts';
import { messageSearchIndex } from './search/index.ts';
import { sessions, signInAttempts, users } from './users/index.ts';

/** Every collection of the service, for `ops indexes` and the check at start. */
export const allCollections: readonly CollectionDefinition[] = [
  messages.definition,
  conversations.definition,
  messageAnalytics.definition,
  messageSearchIndex.definition,
  budgets.definition,
  budgetDays.definition,
  messageEvents.definition,
  eventCheckpoints.definition,
  processingQueue.definition,
  conversationStats.definition,
  conversationSummaries.definition,
  users.definition,
  sessions.definition,
  signInAttempts.definition,
  auditLog.definition,
  auditHeads.definition,
  alerts.definition,
  safetyPolicies.definition,
  moderationCases.definition,
  moderators.definition,
  safetyDifferences.definition,
  llmOverrides.definition,
  llmCalls.definition,
];
