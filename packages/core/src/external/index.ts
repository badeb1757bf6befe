export { getCharacter } from './get-character.ts';
export { listCharacters } from './list-characters.ts';
