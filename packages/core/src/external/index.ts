export { askOnce } from './ask-once.ts';
export type { Neighbour } from './create-neighbour.ts';
export { getCharacter, getEmbeddedCharacter, listCharacters } from './get-character.ts';
export { getNeighbourHealth } from './get-neighbour-health.ts';
export { NeighbourError, type NeighbourFault } from './neighbour-error.ts';
export { createNeighbours, type Neighbours } from './neighbours.ts';
export { NeighbourSettings } from './settings-schema.ts';
export { type ValidatedToken, validateToken } from './validate-token.ts';
