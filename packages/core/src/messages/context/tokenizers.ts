import type { ContextDetails } from '@message-service/shared/messages';
import { estimateTokens } from '../../llm/index.ts';

export type TokenizerName = ContextDetails['tokenizer'];

/** Counts the tokens of a text; marked `estimated` when no vocabulary of the model's family is at hand. */
export type Tokenizer = { name: TokenizerName; estimated: boolean; count(text: string): Promise<number> };

type Vocabulary = { countTokens(text: string, options: { disallowedSpecial: Set<string> }): number };

/** Nothing that somebody writes is a special token: `<|endoftext|>` is thirteen characters. */
const PLAIN = { disallowedSpecial: new Set<string>() };

/** Code units that are counted before others get their turn. */
const SLICE = 4_096;
/** Joining pairs costs the square of an unbroken run, so that longer ones are counted in pieces. */
const RUN = 256;
const LONG_RUN = new RegExp(`\\S{${RUN + 1}}|\\s{${RUN + 1}}`);

/** Without the pair around every prompt; and no special tokens, as above: nothing matches this. */
const BARE = { bos: false, eos: false, specialTokenRegex: /(?!)/g };

const loadLlama3 = async (): Promise<Vocabulary> => {
  const { default: llama3 } = await import('llama3-tokenizer-js');
  return { countTokens: (text) => llama3.encode(text, BARE).length };
};

/** The vocabularies are megabytes: each is loaded when a model of its family is first asked. */
const LOADERS = {
  o200k_base: () => import('gpt-tokenizer/encoding/o200k_base'),
  cl100k_base: () => import('gpt-tokenizer/encoding/cl100k_base'),
  llama3: loadLlama3,
} satisfies Record<string, () => Promise<Vocabulary>>;

/** By the model's name, with or without the publisher in front. The first family that fits counts. */
const FAMILIES: readonly [RegExp, keyof typeof LOADERS][] = [
  [/^(openai\/)?(gpt-4o|gpt-4\.[15]|gpt-5|gpt-oss|chatgpt-4o|o\d)/, 'o200k_base'],
  [/^(openai\/)?(gpt-4|gpt-3\.5)/, 'cl100k_base'],
  [/(^|[/-])llama-?3(?!\d)/i, 'llama3'],
];

const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

/** The text in pieces of at most `size` code units, cut before white space where there is any, never within a character. */
function* cut(text: string, size: number): Generator<string, void, void> {
  for (let from = 0; from < text.length; ) {
    let to = Math.min(from + size, text.length);
    if (to < text.length) {
      const space = text.lastIndexOf(' ', to);
      if (space > from) to = space;
      else if (isLowSurrogate(text.charCodeAt(to))) to--;
    }
    yield text.slice(from, to);
    from = to;
  }
}

const yieldTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

const countIn = async (vocabulary: Vocabulary, text: string): Promise<number> => {
  let tokens = 0;
  for (const slice of cut(text, SLICE)) {
    const pieces = LONG_RUN.test(slice) ? cut(slice, RUN) : [slice];
    for (const piece of pieces) tokens += vocabulary.countTokens(piece, PLAIN);
    if (text.length > SLICE) await yieldTurn();
  }
  return tokens;
};

const estimate: Tokenizer = { name: 'estimate', estimated: true, count: async (text) => estimateTokens(text) };

/** What counts the tokens of this model: its family's vocabulary, else the rule of thumb. */
export const tokenizerOf = (model: string): Tokenizer => {
  const name = FAMILIES.find(([pattern]) => pattern.test(model))?.[1];
  if (!name) return estimate;
  return { name, estimated: false, count: async (text) => countIn(await LOADERS[name](), text) };
};
