import { CharacterView } from '@message-service/shared/characters';
import { embeddedCharacters } from './embedded-characters.ts';

/** The characters that one can talk to, as users may see them. */
export const listCharacters = async (): Promise<CharacterView[]> =>
  embeddedCharacters.map((character) => CharacterView.parse(character));
