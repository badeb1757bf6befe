import type { Character } from '@message-service/shared/characters';
import { NeighbourError } from './neighbour-error.ts';

const MAX_CHARACTERS = 1_000;
const MAX_STALE_MS = 86_400_000;

/** Remembers characters. Those that ask for the same one at once share the answer. */
export type CharacterCache = {
  /**
   * The remembered character while it is fresh, else what `ask` answers. When the neighbour cannot be asked, what was
   * known of the last day serves on.
   */
  get(characterId: string, ask: () => Promise<Character | null>): Promise<Character | null>;
};

type Entry = { character: Character; at: number };

export const createCharacterCache = (freshMs: number, now: () => Date): CharacterCache => {
  const known = new Map<string, Entry>();
  const asking = new Map<string, Promise<Character | null>>();

  const remember = (id: string, character: Character | null) => {
    known.delete(id);
    if (!character) return;
    known.set(id, { character, at: now().getTime() });
    const [oldest] = known.keys();
    if (known.size > MAX_CHARACTERS && oldest !== undefined) known.delete(oldest);
  };
  const refresh = async (id: string, ask: () => Promise<Character | null>) => {
    try {
      const character = await ask();
      remember(id, character);
      return character;
    } catch (error) {
      const stale = known.get(id);
      if (!(error instanceof NeighbourError) || !stale || now().getTime() - stale.at > MAX_STALE_MS) throw error;
      return stale.character;
    }
  };

  return {
    get(id, ask) {
      const entry = known.get(id);
      if (entry && now().getTime() - entry.at < freshMs) return Promise.resolve(entry.character);
      const shared = asking.get(id) ?? refresh(id, ask).finally(() => asking.delete(id));
      asking.set(id, shared);
      return shared;
    },
  };
};
