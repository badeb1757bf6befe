const CHARACTERS_PER_TOKEN = 4;

/** Tokens that a text comes to, by the rule of thumb: one for four ASCII characters, one for each other code point. */
export const estimateTokens = (text: string): number => {
  let ascii = 0;
  let others = 0;
  for (const character of text) {
    if (character < '\u0080') ascii++;
    else others++;
  }
  return Math.ceil(ascii / CHARACTERS_PER_TOKEN) + others;
};
