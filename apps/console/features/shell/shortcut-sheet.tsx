'use client';

import { useState } from 'react';
import { Dialog } from '@/ui/dialog';
import { Kbd } from '@/ui/kbd';
import { useTranslate } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';
import { type Shortcut, useShortcutRegistry } from '@/ui/shortcuts';

const namesOf = (key: string) => (key === 'mod+k' ? ['Ctrl', 'K'] : [key === 'Escape' ? 'Esc' : key]);

const Keys = ({ shortcut }: { shortcut: Shortcut }) => {
  const t = useTranslate();
  return (
    <span className="flex items-center gap-1">
      {shortcut.keys.map((key, index) => (
        <span key={key} className="flex items-center gap-1">
          {index > 0 && <span className="text-xs text-faint">{t('shortcuts.then')}</span>}
          {namesOf(key).map((name) => (
            <Kbd key={name}>{name}</Kbd>
          ))}
        </span>
      ))}
    </span>
  );
};

/** The keys that work right now, on this page and everywhere. */
export const ShortcutSheet = ({ onClose }: { onClose: () => void }) => {
  const t = useTranslate();
  const registry = useShortcutRegistry();
  const [all] = useState(registry.all);
  const groups = (['page', 'everywhere'] as const)
    .map((name) => ({ name, shortcuts: all.filter(({ group }) => group === name) }))
    .filter(({ shortcuts }) => shortcuts.length > 0);
  return (
    <Dialog title={t('shortcuts.title')} onClose={onClose} className="max-w-md">
      <ScrollRegion label={t('shortcuts.title')} className="overflow-y-auto px-4 pb-4">
        {groups.map(({ name, shortcuts }) => (
          <section key={name}>
            <h3 className="pt-4 pb-1 text-xs text-muted">{t(`shortcuts.${name}`)}</h3>
            <dl>
              {shortcuts.map((shortcut) => (
                <div
                  key={shortcut.keys.join(' ')}
                  className="flex h-9 items-center justify-between border-b last:border-0"
                >
                  <dt>{shortcut.label}</dt>
                  <dd>
                    <Keys shortcut={shortcut} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </ScrollRegion>
    </Dialog>
  );
};
