import type { SafetySpan } from '@message-service/shared/safety';
import { combineRisks, HARMLESS, type PreparedText, type SafetyFilter, spanOf, toResult } from '../filter.ts';
import { compilePatterns } from '../lexicon/compile-patterns.ts';
import { matchPatterns } from '../lexicon/match-patterns.ts';
import { toOriginal } from '../text/fold-text.ts';
import { CHUNK, type Pausable } from '../text/pausable.ts';

const patterns = compilePatterns([
  {
    category: 'money',
    risk: 0.35,
    patterns: `
      earn|make|win ~3 money|cash|dollars|usd|bucks|income ~4 day|week|hour|home|online|fast|daily|weekly
      free money|crypto|bitcoin|iphone|gift|followers|robux|vbucks
      double|triple|multiply ~1 your ~2 money|bitcoin|crypto|investment
      guaranteed|passive|daily|huge ~1 profit|profits|income|returns
      invest ~4 bitcoin|crypto|forex ~4 guaranteed|profit|today|now|platform
      work from home ~6 earn|day|week|contact|join
      financial freedom
      you have|ve? ~1 won|been ~2 selected|prize|iphone|lottery|giftcard|gift
      claim ~2 prize|reward|gift|bonus|money
      gana|ganar|gane|genera ~2 dinero|euros|dolares|plata|ingresos ~4 dia|semana|casa|rapido|facil|online|internet
      ingresos pasivos|extra|garantizados
      dinero|plata facil|rapido|rapida|gratis
      duplica|triplica|multiplica ~1 tu|tus ~1 dinero|bitcoin|inversion|ahorros
      invierte|invertir ~3 bitcoin|cripto|criptomonedas|forex ~4 ganancia|ganancias|garantizado|garantizada|hoy|ya
      ganancias|rentabilidad|beneficios garantizada|garantizadas|garantizados|diarias
      trabaja|trabajo desde casa ~6 gana|euros|dia|contacta|escribe
      libertad financiera
      has|ha ganado|sido ~3 premio|seleccionado|iphone|sorteo|loteria
      reclama|cobra ~2 premio|regalo|recompensa|bono
      prestamos|prestamo|creditos|credito ~2 rapido|rapidos|urgente|urgentes|inmediato|inmediatos`,
  },
  {
    category: 'call_to_act',
    risk: 0.3,
    patterns: `
      click|tap ~2 here|link|below|bio
      buy|order|shop ~1 now|today
      limited ~1 offer|time
      act now
      sign up ~1 now|today|here|free
      use ~1 promo|discount|referral code
      subscribe ~2 channel
      follow ~1 me on
      dm|message|whatsapp|text|contact me|us ~1 at|on|for|now|today
      add me on ~1 whatsapp|telegram
      check ~1 out my ~2 channel|page|profile|onlyfans|shop|store|website
      haz|haga|pincha|pulsa|da clic|click|aqui ~1 aqui|enlace|link|abajo|ahora
      pincha|pulsa|entra ~2 aqui|enlace|link
      compra|compre|pide|aprovecha ~1 ya|ahora|hoy
      oferta|ofertas limitada|limitadas|exclusiva|irrepetible
      solo ~1 hoy
      ultimas plazas|unidades
      registrate ~1 ya|ahora|hoy|gratis|aqui
      codigo|cupon ~1 descuento|promocional|promo
      suscribete ~3 canal
      sigueme en
      escribeme|contactame|contacta|escribe|escribenos ~3 whatsapp|telegram|privado|dm|interno
      visita ~1 mi|nuestro|nuestra ~1 canal|pagina|tienda|perfil|web`,
  },
  {
    category: 'goods',
    risk: 0.35,
    patterns: `
      cheap|buy|discount ~2 viagra|cialis|pills|followers|likes|backlinks|rolex|replica|watches
      replica watches|bags
      online casino|betting ~2 bonus|win|free|deposit
      casino|apuestas ~3 bono|gratis|bonus|registro
      seo|backlink|marketing services|service ~3 price|cheap|rank|contact|guaranteed
      weight loss ~3 pills|miracle|fast|guaranteed
      viagra|cialis ~3 barat*|oferta|receta|prescription
      comprar|compra|consigue ~2 seguidores|likes|reseñas
      adelgaza|pierde ~3 kilos ~4 dias|semana|sin|garantizado
      hot singles|girls ~3 area|waiting|chat`,
  },
]);

const LINK_STARTS = ['http://', 'https://', 'www.', 't.me/', 'bit.ly/', 'wa.me/', 'tinyurl.com/', 'goo.gl/'];
const MAX_LINKS = 20;
const MAX_LINK = 2_048;
const MANY_LINKS = 3;

const isLinkEnd = (character: string) => character === '' || ' \n<>"\'()[]'.includes(character);

/** Links of the text, each once where it begins; at most 20. */
function* findLinks(text: string, until: number): Pausable<{ from: number; to: number }[]> {
  const found: { from: number; to: number }[] = [];
  for (const start of LINK_STARTS) {
    yield;
    for (let at = text.indexOf(start); at >= 0 && at < until && found.length < MAX_LINKS; ) {
      let to = at + start.length;
      while (to < at + MAX_LINK && !isLinkEnd(text.charAt(to))) to++;
      const inside = found.some((link) => link.from <= at && at < link.to);
      if (!inside && to > at + start.length) found.push({ from: at, to });
      at = text.indexOf(start, to);
    }
  }
  return found;
}

const MIN_WORDS = 30;
const LOW_VARIETY = 0.22;
const FLOOD = 60;

/** Few words said again and again, or one character held down. */
function* findRepetition({ tokens, folded }: PreparedText): Pausable<number> {
  const distinct = new Set<string>();
  for (const [index, { word }] of tokens.entries()) {
    if (index % CHUNK === 0) yield;
    distinct.add(word);
  }
  const variety = distinct.size / Math.max(1, tokens.length);
  // long texts repeat their words by nature: what counts is a vocabulary far below theirs
  const usual = tokens.length > 400 ? LOW_VARIETY / 4 : LOW_VARIETY;
  if (tokens.length >= MIN_WORDS && variety < usual) return 0.55;
  let run = 0;
  for (let i = 1; i < folded.decodedFrom; i++) {
    if (i % CHUNK === 0) yield;
    const unit = folded.text.charCodeAt(i);
    run =
      unit === folded.text.charCodeAt(i - 1) && unit > 32 && unit !== 45 && unit !== 61 && unit !== 42 ? run + 1 : 0;
    if (run >= FLOOD) return 0.3;
  }
  return 0;
}

/** Advertising and floods: its phrases, many links, few words said again and again. Signs add up; links weigh theirs. */
export const spamFilter: SafetyFilter = {
  name: 'spam',
  version: 1,
  *apply(text) {
    const matches = yield* matchPatterns(patterns, text.tokens);
    const links = yield* findLinks(text.folded.text, text.folded.decodedFrom);
    const repetition = yield* findRepetition(text);
    const risks = [...new Map(matches.map((match) => [match.category, match.risk])).values()];
    if (links.length > 0 && risks.length > 0) risks.push(0.3);
    if (links.length >= MANY_LINKS) risks.push(Math.min(0.7, 0.12 * links.length));
    if (repetition > 0) risks.push(repetition);
    const risk = combineRisks(risks);
    const spans: SafetySpan[] = [
      ...matches.map((match) => ({ ...spanOf(text, match), category: `spam_${match.category}` })),
      ...(risk > 0 ? links.map(({ from, to }) => ({ ...toOriginal(text.folded, from, to), category: 'link' })) : []),
      ...(repetition > 0 ? [{ start: 0, end: text.folded.original.length, category: 'repetition' }] : []),
    ];
    return risk === 0 ? HARMLESS : toResult(risk, spans, ['spam']);
  },
};
