import type { Token } from '../text/tokens.ts';
import type { PiiMatch } from './find-personal-info.ts';

const AT = new Set(['at', 'arroba']);
const DOT = new Set(['dot', 'punto']);
const DOMAINS = new Set('gmail hotmail outlook yahoo icloud protonmail proton live msn aol mail correo'.split(' '));
const ENDINGS = new Set('com es org net mx ar co cl pe io me eu uk'.split(' '));

/** "juan arroba gmail punto com": the name, a known provider or a spelled dot, and an ending. */
export const findSpelledEmails = (tokens: readonly Token[]): PiiMatch[] => {
  const found: PiiMatch[] = [];
  for (let i = 1; i + 2 < tokens.length; i++) {
    if (!AT.has(tokens[i]?.word ?? '')) continue;
    const [name, at, domain, dot, ending] = tokens.slice(i - 1, i + 4);
    if (!name || !at || !domain) continue;
    const spelled = dot && ending && DOT.has(dot.word) && ENDINGS.has(ending.word);
    const known = DOMAINS.has(domain.word);
    if (spelled && (known || at.word === 'arroba')) found.push({ from: name.from, to: ending.to, entity: 'email' });
    else if (known && dot && ENDINGS.has(dot.word) && dot.from - domain.to === 1) {
      found.push({ from: name.from, to: dot.to, entity: 'email' });
    }
  }
  return found;
};
