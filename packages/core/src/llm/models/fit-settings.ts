import { DomainError, type FieldError } from '@message-service/shared/errors';
import type { LlmSettings, ModelLimits } from '@message-service/shared/llm';

type Fault = { key: keyof LlmSettings; message: string };

const findFaults = (settings: LlmSettings, model: string, limits: ModelLimits): Fault[] => {
  const faults: Fault[] = [];
  const { temperature, max_tokens, top_p, stop_sequences = [] } = settings;
  const refuse = (key: keyof LlmSettings, message: string) => faults.push({ key, message });
  const unknown = (key: keyof LlmSettings) => refuse(key, `${model} does not take it`);
  if (temperature !== undefined) {
    if (limits.max_temperature === null) unknown('temperature');
    else if (temperature > limits.max_temperature)
      refuse('temperature', `at most ${limits.max_temperature} for ${model}`);
  }
  if (max_tokens !== undefined && max_tokens > limits.max_tokens)
    refuse('max_tokens', `at most ${limits.max_tokens} for ${model}`);
  if (top_p !== undefined && !limits.top_p) unknown('top_p');
  else if (top_p !== undefined && temperature !== undefined && limits.temperature_or_top_p)
    refuse('top_p', `${model} takes temperature or top_p, not both`);
  for (const key of ['frequency_penalty', 'presence_penalty'] as const) {
    if (settings[key] !== undefined && !limits.penalties) unknown(key);
  }
  if (stop_sequences.length > limits.max_stop_sequences) {
    if (limits.max_stop_sequences === 0) unknown('stop_sequences');
    else refuse('stop_sequences', `at most ${limits.max_stop_sequences} for ${model}`);
  }
  return faults;
};

/** Every setting that the model would refuse, under `at.`. */
export const checkSettings = (settings: LlmSettings, model: string, limits: ModelLimits, at: string): FieldError[] =>
  findFaults(settings, model, limits).map(({ key, message }) => ({ path: at === '' ? key : `${at}.${key}`, message }));

/** @throws DomainError VALIDATION_FAILED that names every setting the model would refuse */
export const demandSettings = (settings: LlmSettings, model: string, limits: ModelLimits, at: string): void => {
  const errors = checkSettings(settings, model, limits, at);
  if (errors.length === 0) return;
  throw new DomainError('VALIDATION_FAILED', `These settings are not possible with the model ${model}.`, { errors });
};

/**
 * The settings as another model can take them, for one that answers instead of the one they were made for: what is too
 * high becomes its highest, what it does not take is left out.
 */
export const fitSettings = (settings: LlmSettings, model: string, limits: ModelLimits): LlmSettings => {
  const fitted = { ...settings };
  for (const { key } of findFaults(settings, model, limits)) {
    if (key === 'temperature' && limits.max_temperature !== null) fitted.temperature = limits.max_temperature;
    else if (key === 'max_tokens') fitted.max_tokens = limits.max_tokens;
    else if (key === 'stop_sequences' && limits.max_stop_sequences > 0)
      fitted.stop_sequences = fitted.stop_sequences?.slice(0, limits.max_stop_sequences);
    else delete fitted[key];
  }
  return fitted;
};
