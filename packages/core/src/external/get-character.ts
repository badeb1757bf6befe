import type { Character } from '@message-service/shared/characters';
import { DomainError } from '@message-service/shared/errors';
import { embeddedCharacters } from './embedded-characters.ts';

/**
 * The character with this id, its prompt included: not for users.
 * @throws DomainError NOT_FOUND
 */
export const getCharacter = async (characterId: string): Promise<Character> => {
  const character = embeddedCharacters.find((candidate) => candidate.character_id === characterId);
  if (!character) throw new DomainError('NOT_FOUND', 'There is no such character.');
  return character;
};
