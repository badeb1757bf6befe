import type { Locale } from '../locale.ts';
import type { Dictionary } from '../translate.ts';
import { alerts } from './alerts.ts';
import { analytics } from './analytics.ts';
import { audit } from './audit.ts';
import { budgets } from './budgets.ts';
import { calls } from './calls.ts';
import { chart } from './chart.ts';
import { common } from './common.ts';
import { context } from './context.ts';
import { conversations } from './conversations.ts';
import { deadLetters } from './dead-letters.ts';
import { errors } from './errors.ts';
import { issues } from './issues.ts';
import { login } from './login.ts';
import { messages } from './messages.ts';
import { moderation } from './moderation.ts';
import { overview } from './overview.ts';
import { providers } from './providers.ts';
import { queues } from './queues.ts';
import { safety } from './safety.ts';
import { search } from './search.ts';
import { shell } from './shell.ts';
import { timeline } from './timeline.ts';
import { users } from './users.ts';

export const words = {
  ...common,
  ...chart,
  ...calls,
  ...alerts,
  ...analytics,
  ...audit,
  ...budgets,
  ...context,
  ...users,
  ...search,
  ...shell,
  ...errors,
  ...issues,
  ...login,
  ...overview,
  ...conversations,
  ...messages,
  ...queues,
  ...providers,
  ...timeline,
  ...deadLetters,
  ...moderation,
  ...safety,
};
export type Words = typeof words;
export type WordKey = keyof Words;

/** All texts in one language, as the browser gets them. */
export const dictionaryFor = (locale: Locale): Dictionary =>
  Object.fromEntries(Object.entries(words).map(([key, entry]) => [key, entry[locale]])) as Dictionary;
