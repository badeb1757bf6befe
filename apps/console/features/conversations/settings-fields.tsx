'use client';

import type { Conversation } from '@message-service/shared/conversations';
import { Field, inputClass } from '@/ui/field';
import { useTranslate } from '@/ui/preferences';

const PROVIDERS = ['lmstudio', 'openai', 'anthropic', 'llm-service', 'demo'] as const;

type Settings = Conversation['settings'];
/** What the form holds; null where it was left empty. */
export type ChosenSettings = {
  provider: (typeof PROVIDERS)[number] | null;
  model: string | null;
  temperature: number | null;
  max_tokens: number | null;
  context_window_size: number | null;
  context_compression: boolean | null;
  system_prompt: string | null;
};

const textIn = (form: FormData, name: string): string | null => {
  const value = form.get(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
};

const numberIn = (form: FormData, name: string): number | null => {
  const text = textIn(form, name);
  return text === null ? null : Number(text);
};

const COMPRESSION: Record<string, boolean> = { on: true, off: false };

export const readSettings = (form: FormData): ChosenSettings => ({
  provider: PROVIDERS.find((name) => name === form.get('provider')) ?? null,
  model: textIn(form, 'model'),
  temperature: numberIn(form, 'temperature'),
  max_tokens: numberIn(form, 'max_tokens'),
  context_window_size: numberIn(form, 'context_window_size'),
  context_compression: COMPRESSION[textIn(form, 'context_compression') ?? ''] ?? null,
  system_prompt: textIn(form, 'system_prompt'),
});

/** Tags as they are typed: apart by commas, each once. */
export const readTags = (form: FormData): string[] => [
  ...new Set((textIn(form, 'tags') ?? '').split(',').flatMap((tag) => tag.trim() || [])),
];

const compressionOf = (settings: Settings | undefined) => {
  if (settings?.context_compression === undefined) return '';
  return settings.context_compression ? 'on' : 'off';
};

/** What replies of a conversation are generated with; an empty field is the service's default. */
export const SettingsFields = ({ settings }: { settings?: Settings }) => {
  const t = useTranslate();
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
      <label className="flex flex-col gap-1 font-medium">
        {t('conversations.setting.provider')}
        <select name="provider" defaultValue={settings?.provider ?? ''} className={`${inputClass} font-normal`}>
          <option value="">{t('conversations.setting.default')}</option>
          {PROVIDERS.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Field
        label={t('conversations.setting.model')}
        name="model"
        defaultValue={settings?.model}
        maxLength={200}
        autoComplete="off"
      />
      <Field
        label={t('conversations.setting.temperature')}
        name="temperature"
        type="number"
        min={0}
        max={2}
        step={0.1}
        defaultValue={settings?.temperature}
      />
      <Field
        label={t('conversations.setting.max_tokens')}
        name="max_tokens"
        type="number"
        min={1}
        max={4_096}
        defaultValue={settings?.max_tokens}
      />
      <Field
        label={t('conversations.setting.context_window_size')}
        name="context_window_size"
        type="number"
        min={1}
        max={100}
        defaultValue={settings?.context_window_size}
      />
      <label className="flex flex-col gap-1 font-medium">
        {t('conversations.setting.context_compression')}
        <select
          name="context_compression"
          defaultValue={compressionOf(settings)}
          className={`${inputClass} font-normal`}
        >
          <option value="">{t('conversations.setting.default')}</option>
          <option value="on">{t('conversations.setting.compressed')}</option>
          <option value="off">{t('conversations.setting.left_out')}</option>
        </select>
      </label>
      <label className="flex flex-col gap-1 font-medium sm:col-span-2">
        {t('conversations.setting.system_prompt')}
        <textarea
          name="system_prompt"
          rows={3}
          maxLength={8_000}
          defaultValue={settings?.system_prompt}
          className={`${inputClass} h-auto py-1.5 font-normal`}
        />
      </label>
    </div>
  );
};
