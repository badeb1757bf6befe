import { countCodePoints } from '@message-service/shared/text';

const CHARACTERS_PER_TOKEN = 4;

/** Tokens that a text comes to, by the rule of thumb of four characters a token. */
export const estimateTokens = (text: string): number => Math.ceil(countCodePoints(text) / CHARACTERS_PER_TOKEN);
