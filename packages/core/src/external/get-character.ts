import { Character, CharacterView, LocalText } from '@message-service/shared/characters';
import { DomainError } from '@message-service/shared/errors';
import { CharacterId } from '@message-service/shared/ids';
import { z } from 'zod';
import type { CoreContext } from '../context.ts';
import type { Neighbour } from './create-neighbour.ts';
import { embeddedCharacters } from './embedded-characters.ts';

type Context = Pick<CoreContext, 'neighbours'>;

/** Words in one language stand for both. */
const Words = z.union([
  LocalText,
  z
    .string()
    .min(1)
    .max(4_000)
    .transform((text) => ({ en: text, es: text })),
]);

const MAX_CHARACTERS = 200;

/** A character as the Characters Service tells it: `id` does for `character_id`, and only the name has to be there. */
const NeighbourCharacter = z
  .object({
    character_id: CharacterId.optional(),
    id: CharacterId.optional(),
    name: z.string().min(1).max(100),
    description: Words.optional(),
    greeting: Words.optional(),
    system_prompt: z.string().min(1).max(8_000).optional(),
  })
  .transform(({ character_id, id, name, description, greeting, system_prompt }) => ({
    character_id: character_id ?? id,
    name,
    description: description ?? { en: name, es: name },
    greeting: greeting ?? { en: name, es: name },
    system_prompt: system_prompt ?? [`You are ${name}.`, description?.en ?? ''].join(' ').trim(),
  }))
  .pipe(Character);

const NeighbourCharacters = z.union([
  z.array(NeighbourCharacter).max(MAX_CHARACTERS),
  z.object({ items: z.array(NeighbourCharacter).max(MAX_CHARACTERS) }).transform(({ items }) => items),
]);

const askForCharacter = (characters: Neighbour, characterId: string) => () =>
  characters.call({
    method: 'GET',
    path: ['characters', characterId],
    output: NeighbourCharacter.refine((found) => found.character_id === characterId, 'another character'),
    none: [404],
    repeatable: true,
  });

/** A character that is built in. @throws DomainError NOT_FOUND */
export const getEmbeddedCharacter = (characterId: string): Character => {
  const character = embeddedCharacters.find((candidate) => candidate.character_id === characterId);
  if (!character) throw new DomainError('NOT_FOUND', 'There is no such character.');
  return character;
};

/**
 * The character with this id, its prompt included: not for users. From the Characters Service where one is configured,
 * remembered for a while, else from those that are built in.
 * @throws DomainError NOT_FOUND, UNAVAILABLE
 */
export const getCharacter = async (ctx: Context, characterId: string): Promise<Character> => {
  const { characters, characterCache } = ctx.neighbours;
  if (!characters) return getEmbeddedCharacter(characterId);
  const found = await characterCache.get(characterId, askForCharacter(characters, characterId));
  if (!found) throw new DomainError('NOT_FOUND', 'There is no such character.');
  return found;
};

/** The characters that one can talk to, as users may see them: at most 200. @throws DomainError UNAVAILABLE */
export const listCharacters = async (ctx: Context): Promise<CharacterView[]> => {
  const { characters } = ctx.neighbours;
  const found = characters
    ? await characters.call({ method: 'GET', path: ['characters'], output: NeighbourCharacters, repeatable: true })
    : embeddedCharacters;
  return (found ?? []).map((character) => CharacterView.parse(character));
};
