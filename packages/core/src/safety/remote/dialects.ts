import type { SafetyFinding } from '@message-service/shared/safety';
import { z } from 'zod';
import type { SafetySettings } from '../settings-schema.ts';

const score = z.number().min(0).max(1);
const Category = z.string().min(1).max(64);

/** What OpenAI's moderations endpoint answers, as far as it is read. */
const OpenAiAnswer = z.object({
  results: z
    .array(
      z.object({
        flagged: z.boolean(),
        categories: z.record(Category, z.boolean().nullable()),
        category_scores: z.record(Category, score.nullable()),
      }),
    )
    .min(1),
});

/** What a service of one's own answers. */
const HttpAnswer = z.object({ risk: score, categories: z.array(Category).max(50).default([]) });

/** A way to ask: the body for a text, and what an answer says. `read` throws what zod throws. */
export type Dialect = {
  url: URL;
  headers: Record<string, string>;
  toBody(text: string): unknown;
  answer: z.ZodType;
  read(answer: unknown): Pick<SafetyFinding, 'risk' | 'issues'>;
};

const FLAGGED_RISK = 0.5;
/** OpenAI's categories in which a flag is enough to block; a flag in the others asks for a moderator. */
const SEVERE = new Set([
  'sexual/minors',
  'hate/threatening',
  'harassment/threatening',
  'self-harm/instructions',
  'illicit/violent',
]);
const SEVERE_RISK = 0.9;
const BASE = 'https://api.openai.com';

const toIssue = (category: string) => `remote_${category.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`;

const readOpenAi = (answer: unknown) => {
  const [result] = OpenAiAnswer.parse(answer).results;
  const flagged = Object.entries(result?.categories ?? {}).flatMap(([name, isFlagged]) => (isFlagged ? [name] : []));
  if (!result?.flagged || flagged.length === 0) return { risk: 0, issues: [] };
  const risk = Math.max(
    ...flagged.map((name) =>
      Math.max(FLAGGED_RISK, SEVERE.has(name) ? SEVERE_RISK : (result.category_scores[name] ?? 0) * 0.79),
    ),
  );
  return { risk: Math.min(1, risk), issues: flagged.map(toIssue) };
};

const readHttp = (answer: unknown) => {
  const { risk, categories } = HttpAnswer.parse(answer);
  if (risk === 0) return { risk, issues: [] };
  return { risk, issues: categories.length > 0 ? categories.map(toIssue) : ['remote'] };
};

const bearer = (key: string | undefined): Record<string, string> =>
  key === undefined ? {} : { authorization: `Bearer ${key}` };

/** The dialect that the settings choose; null when there is no remote moderation. */
export const dialectOf = (settings: SafetySettings & { OPENAI_API_KEY?: string | undefined }): Dialect | null => {
  const { REMOTE_MODERATION: kind, REMOTE_MODERATION_URL: address, REMOTE_MODERATION_API_KEY: key } = settings;
  if (kind === 'openai') {
    const base = (address ?? BASE).replace(/\/+$/, '').replace(/\/v1$/, '');
    return {
      url: new URL(`${base}/v1/moderations`),
      headers: bearer(key ?? settings.OPENAI_API_KEY),
      toBody: (input) => ({ model: settings.REMOTE_MODERATION_MODEL, input }),
      answer: OpenAiAnswer,
      read: readOpenAi,
    };
  }
  if (kind === 'none' || address === undefined) return null;
  return {
    url: new URL(address),
    headers: bearer(key),
    toBody: (text) => ({ text }),
    answer: HttpAnswer,
    read: readHttp,
  };
};
