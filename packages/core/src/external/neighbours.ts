import { type CharacterCache, createCharacterCache } from './character-cache.ts';
import { createNeighbour, type Neighbour, type NeighbourTools } from './create-neighbour.ts';
import type { NeighbourSettings } from './settings-schema.ts';

/** The services beside ours; null for one that is built in because it has no address. */
export type Neighbours = {
  auth: Neighbour | null;
  conversation: Neighbour | null;
  characters: Neighbour | null;
  characterCache: CharacterCache;
  /** Whether any has an address. */
  configured: boolean;
};

/** The clients of the neighbours that have an address. Each has its own breaker and its own number of open calls. */
export const createNeighbours = (settings: NeighbourSettings, tools: NeighbourTools): Neighbours => {
  const create = (name: Neighbour['name'], url: string | undefined, concurrency: number) =>
    url === undefined ? null : createNeighbour({ name, url, concurrency }, settings, tools);
  const { AUTH_SERVICE_URL, CONVERSATION_SERVICE_URL, CHARACTERS_SERVICE_URL } = settings;
  return {
    configured: [AUTH_SERVICE_URL, CONVERSATION_SERVICE_URL, CHARACTERS_SERVICE_URL].some(Boolean),
    auth: create('auth', AUTH_SERVICE_URL, settings.AUTH_SERVICE_CONCURRENCY),
    conversation: create('conversation', CONVERSATION_SERVICE_URL, settings.CONVERSATION_SERVICE_CONCURRENCY),
    characters: create('characters', CHARACTERS_SERVICE_URL, settings.CHARACTERS_SERVICE_CONCURRENCY),
    characterCache: createCharacterCache(settings.CHARACTER_CACHE_SECONDS * 1_000, tools.now),
  };
};
