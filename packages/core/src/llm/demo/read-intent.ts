import { listWords } from './words.ts';

export type Intent = 'greeting' | 'thanks' | 'farewell' | 'low' | 'high' | 'help' | 'question' | 'statement';

const SIGNS: [Intent, ReadonlySet<string>][] = [
  ['thanks', new Set(['thanks', 'thank', 'gracias', 'agradezco', 'thx'])],
  ['farewell', new Set(['bye', 'goodbye', 'goodnight', 'adiós', 'adios', 'chao', 'chau', 'despido'])],
  [
    'low',
    new Set(
      'sad tired alone lonely afraid scared anxious stressed worried awful exhausted lost miss triste cansado cansada solo sola miedo ansiedad agobiado agobiada preocupado preocupada fatal agotado agotada nervioso nerviosa estresado estresada'.split(
        ' ',
      ),
    ),
  ],
  [
    'high',
    new Set(
      'happy glad excited wonderful amazing great love proud finally feliz contento contenta ilusión genial maravilloso encanta orgulloso orgullosa increíble conseguí aprobé'.split(
        ' ',
      ),
    ),
  ],
  [
    'help',
    new Set(
      'help explain write plan recommend suggest teach ayuda ayúdame ayudas explica explícame escribe recomienda recomiéndame organiza enséñame necesito planear planificar'.split(
        ' ',
      ),
    ),
  ],
  ['greeting', new Set(['hi', 'hello', 'hey', 'hola', 'buenas', 'buenos', 'greetings'])],
];

const GREETING_WORDS = 8;

/** What a message is about to do, by its words. A greeting counts only when little else is said. */
export const readIntent = (text: string): Intent => {
  const words = listWords(text);
  for (const [intent, signs] of SIGNS) {
    if (intent === 'greeting' && words.length > GREETING_WORDS) continue;
    if (words.some((word) => signs.has(word))) return intent;
  }
  return text.trimEnd().endsWith('?') ? 'question' : 'statement';
};
