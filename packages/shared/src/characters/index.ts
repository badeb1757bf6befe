export { Character, CharacterList, CharacterView, LocalText } from './schema.ts';
