import type { Translate } from '@/i18n/translate';

const KNOWN = [
  'threat',
  'self_harm_encouragement',
  'self_harm_risk',
  'insult',
  'hate',
  'sexual_minors',
  'dangerous',
  'slur',
  'profanity',
  'mild_profanity',
  'disguised',
  'spam',
  'spam_money',
  'spam_call_to_act',
  'spam_goods',
  'link',
  'repetition',
  'instruction_override',
  'prompt_leak',
  'jailbreak',
  'role_marker',
  'encoded',
  'email',
  'phone',
  'card',
  'iban',
  'national_id',
  'ssn',
  'ip',
  'mixed_scripts',
  'hidden_characters',
  'unsupported_language',
  'gibberish',
  'too_long',
  'nothing_visible',
  'unbroken_text',
] as const;

/** What the filters found, in the reader's language; what a remote moderation names stays as it names it. */
export const issueWord = (t: Translate, issue: string): string => {
  const known = KNOWN.find((one) => one === issue);
  return known ? t(`issue.${known}`) : issue.replaceAll('_', ' ');
};
