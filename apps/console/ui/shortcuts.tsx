'use client';

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { advance, type KeyState, start } from './key-sequence';

export type Shortcut = {
  /** Keys in order, such as `['g', 'o']`. */
  keys: readonly string[];
  label: string;
  group: 'everywhere' | 'page';
  run: () => void;
};

type Registry = {
  add: (shortcut: Shortcut) => () => void;
  all: () => Shortcut[];
  /** While true no key runs, because something on top has them or is about to. */
  hold: (on: boolean) => void;
};

const Context = createContext<Registry | null>(null);

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** Listens once for the whole console; whatever is on screen adds its own keys. */
export const ShortcutProvider = ({ children }: { children: ReactNode }) => {
  const shortcuts = useRef(new Set<Shortcut>());
  const held = useRef(false);
  const [registry] = useState<Registry>(() => ({
    add: (shortcut) => {
      shortcuts.current.add(shortcut);
      return () => {
        shortcuts.current.delete(shortcut);
      };
    },
    all: () => {
      const all = [...shortcuts.current];
      return [...all.filter(({ group }) => group === 'everywhere'), ...all.filter(({ group }) => group === 'page')];
    },
    hold: (on) => {
      held.current = on;
    },
  }));

  useEffect(() => {
    let state: KeyState = start;
    const onKeyDown = (event: KeyboardEvent) => {
      const isPalette = (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k';
      if (!isPalette && (event.metaKey || event.ctrlKey || event.altKey)) return;
      if (held.current || document.querySelector('dialog[open]')) return;
      if (isTyping(event.target) && !isPalette && event.key !== 'Escape') return;
      const all = registry.all();
      const key = isPalette ? 'mod+k' : event.key;
      const step = advance(
        state,
        key,
        Date.now(),
        all.map(({ keys }) => keys),
      );
      state = step.state;
      if (step.match === null) return;
      event.preventDefault();
      all[step.match]?.run();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [registry]);

  return <Context value={registry}>{children}</Context>;
};

export const useShortcutRegistry = (): Registry => {
  const registry = useContext(Context);
  if (!registry) throw new Error('useShortcut needs a ShortcutProvider above it');
  return registry;
};

/** Keeps every shortcut quiet while something is on top, or on its way there. */
export const useHoldShortcuts = (on: boolean) => {
  const registry = useShortcutRegistry();
  useLayoutEffect(() => {
    registry.hold(on);
    return () => registry.hold(false);
  }, [registry, on]);
};

/** Adds a key, or keys in order, while the component is on screen. The latest `run` is the one that runs. */
export const useShortcut = (keys: string, label: string, run: () => void, group: Shortcut['group'] = 'page') => {
  const registry = useShortcutRegistry();
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const sequence = useMemo(() => keys.split(' '), [keys]);
  useEffect(
    () => registry.add({ keys: sequence, label, group, run: () => latest.current() }),
    [registry, sequence, label, group],
  );
};
