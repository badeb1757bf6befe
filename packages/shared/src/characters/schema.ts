import { z } from 'zod';
import { CharacterId } from '../ids.ts';

/** The same words in each language of the product. */
export const LocalText = z.object({ en: z.string().min(1), es: z.string().min(1) });
export type LocalText = z.infer<typeof LocalText>;

/** A character as the service uses it. */
export const Character = z.object({
  character_id: CharacterId,
  name: z.string().min(1).max(100),
  description: LocalText,
  /** What the character says before anybody has written; shown, never stored. */
  greeting: LocalText,
  /** First message of every context. Internal. */
  system_prompt: z.string().min(1).max(8_000),
});
export type Character = z.infer<typeof Character>;

/** A character as users may see it: without its prompt. */
export const CharacterView = Character.omit({ system_prompt: true });
export type CharacterView = z.infer<typeof CharacterView>;

export const CharacterList = z.object({ items: z.array(CharacterView) });
export type CharacterList = z.infer<typeof CharacterList>;
