import { PiiEntity, SafetyFilterName, type SafetyPolicy } from '@message-service/shared/safety';
import { SafetySettings } from './settings-schema.ts';

const NEWEST: Record<SafetyFilterName, number> = {
  length: 1,
  spam: 1,
  profanity: 3,
  personal_info: 1,
  language: 1,
  toxicity: 2,
  prompt_injection: 2,
};

const fromList = <K extends string, V>(keys: readonly K[], valueFor: (key: K) => V) =>
  Object.fromEntries(keys.map((key) => [key, valueFor(key)])) as Record<K, V>;

/** The policy that the settings describe: every filter in its newest version unless it is disabled. */
export const policyOf = (settings: SafetySettings): SafetyPolicy => {
  const actions = {
    email: settings.PII_EMAIL_ACTION,
    phone: settings.PII_PHONE_ACTION,
    card: settings.PII_CARD_ACTION,
    iban: settings.PII_IBAN_ACTION,
    national_id: settings.PII_NATIONAL_ID_ACTION,
    ssn: settings.PII_SSN_ACTION,
    ip: settings.PII_IP_ACTION,
  };
  const isEnabled = (name: SafetyFilterName) =>
    settings.ENABLE_CONTENT_FILTERING && !settings.SAFETY_DISABLED_FILTERS.includes(name);
  return {
    filters: fromList(SafetyFilterName.options, (name) => ({ enabled: isEnabled(name), version: NEWEST[name] })),
    review_threshold: settings.SAFETY_THRESHOLD,
    block_threshold: settings.SAFETY_BLOCK_THRESHOLD,
    pii: fromList(PiiEntity.options, (entity) => actions[entity]),
    languages: settings.SAFETY_LANGUAGES,
    mask_profanity: settings.SAFETY_MASK_PROFANITY,
  };
};

/** What applies where nothing is set. */
export const defaultPolicy = (): SafetyPolicy => policyOf(SafetySettings.parse({}));
