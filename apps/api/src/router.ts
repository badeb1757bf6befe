import { alertsRouter } from './alerts/router.ts';
import { analyticsRouter } from './analytics/router.ts';
import { auditRouter } from './audit/router.ts';
import { authRouter } from './auth/router.ts';
import { budgetsRouter } from './budgets/router.ts';
import { charactersRouter } from './characters/router.ts';
import { conversationsRouter } from './conversations/router.ts';
import { systemRouter } from './health/router.ts';
import { llmRouter } from './llm/router.ts';
import { messagesRouter } from './messages/router.ts';
import { moderationRouter } from './moderation/router.ts';
import { adminRouter, overviewRouter, queuesRouter } from './queues/router.ts';
import { safetyRouter } from './safety/router.ts';
import { searchRouter } from './search/router.ts';
import { router } from './trpc.ts';
import { usersRouter } from './users/router.ts';

export const appRouter = router({
  admin: adminRouter,
  analytics: analyticsRouter,
  audit: auditRouter,
  alerts: alertsRouter,
  auth: authRouter,
  budgets: budgetsRouter,
  characters: charactersRouter,
  conversations: conversationsRouter,
  llm: llmRouter,
  messages: messagesRouter,
  moderation: moderationRouter,
  overview: overviewRouter,
  queues: queuesRouter,
  safety: safetyRouter,
  search: searchRouter,
  system: systemRouter,
  users: usersRouter,
});

/** What a TypeScript client needs to know of the service. */
export type AppRouter = typeof appRouter;
