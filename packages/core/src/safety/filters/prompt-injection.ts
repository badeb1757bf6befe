import type { SafetySpan } from '@message-service/shared/safety';
import { combineRisks, HARMLESS, type PreparedText, type SafetyFilter, spanOf, toResult } from '../filter.ts';
import { compilePatterns, type Patterns } from '../lexicon/compile-patterns.ts';
import { type Match, matchPatterns } from '../lexicon/match-patterns.ts';
import { toOriginal } from '../text/fold-text.ts';
import type { Pausable } from '../text/pausable.ts';

const patterns = compilePatterns(
  [
    {
      category: 'instruction_override',
      risk: 0.72,
      patterns: `
        @drop ~3 @earlier ~3 @rules
        @drop ~2 @rules ~3 @earlier_after|above|before|given
        @drop everything|all ~3 before|above|told|said|instructed
        @drop ~1 your @own
        do not follow|obey ~3 your|previous|the ~2 @rules
        your new|real|true|actual|updated ~1 @rules|task|role|purpose
        new system|instructions|instruction prompt|message|override|follow|begin|start
        system override|prompt|instruction|update ~1 override|activated|accepted?
        stop being|following ~2 assistant|ai|character|rules|instructions
        @olvida ~4 @reglas ~3 @previas
        @olvida ~3 @previas ~2 @reglas
        @olvida ~2 tus|sus|vuestras ~1 @reglas
        @olvida ~1 todo ~3 anterior|dicho|arriba|antes
        no sigas|obedezcas|respetes ~2 tus|las|sus ~1 @reglas
        tus nuevas|verdaderas|nuevos ~1 @reglas
        nuevas instrucciones ~2 sistema|sigue|obedece|prioridad`,
    },
    {
      category: 'prompt_leak',
      risk: 0.7,
      patterns: `
        @show ~5 system|initial|hidden|original|secret|internal|developer|preprompt ~1 prompt|instructions|message|rules|directives
        @show ~4 your ~1 prompt|instructions|guidelines|configuration
        @show ~4 instructions you were|are given|told
        what is|are|was|were|s? ~1 your ~1 system|initial|hidden|original|secret|exact prompt|instructions|message
        @show ~3 text|words|everything above|before
        @muestra ~5 prompt|instrucciones|mensaje|reglas|directrices ~2 sistema|iniciales|inicial|ocultas|originales|secretas|internas|desarrollador
        @muestra ~3 tu|tus ~1 prompt|instrucciones|configuracion
        cual|cuales es|son ~1 tu|tus ~1 prompt|instrucciones ~2 sistema|inicial|iniciales|ocultas|secretas?
        @muestra ~3 texto|todo ~2 anterior|arriba|antes`,
    },
    {
      category: 'jailbreak',
      risk: 0.72,
      patterns: `
        you|youre ~2 now ~4 dan|unrestricted|unfiltered|uncensored|jailbroken|stan|evilbot|aim
        you|youre ~2 now ~6 without|no|zero ~2 @limits
        @act ~8 without|no|zero|any ~2 @limits
        do anything now
        @on ~3 developer|debug|god|jailbreak|dan|root|admin|sudo|unrestricted|maintenance mode
        developer|god|jailbreak|dan|unrestricted mode enabled|activated|on|output
        @ignore_limits ~2 @limits|safety|safeguards
        you|u can|will|must|should never|not? refuse
        never refuse|decline|say ~2 request|anything|no
        pretend|imagine ~4 you ~4 no|any|without ~2 @limits
        opposite day ~6 rules
        ahora ~1 eres|seras|actuaras|responderas ~4 dan|jailbreak|malvado ~3 sin?
        ahora ~2 eres|seras|actuaras|responderas|respondes ~8 sin|ninguna|ningun ~2 @limites
        @actua ~8 sin|ninguna|ningun|no|tuvieras ~3 @limites
        modo desarrollador|dios|dan|jailbreak|root|administrador|debug|mantenimiento
        @activa ~3 modo ~1 desarrollador|dios|dan|jailbreak|sin
        sin ~2 censura|filtros|restricciones ~4 responde|contesta|ahora
        nunca te? ~1 niegues|rechaces|negaras|rechazaras
        no tienes ~3 @limites
        @salta ~2 @limites|seguridad`,
    },
    {
      category: 'ordinary',
      risk: 0,
      patterns: `
        ignore|forget ~2 previous|last|earlier message|email|mail|text|question|version|draft|order|comment
        instructions|instrucciones ~2 on|in|of|del|de|para ~2 worksheet|box|manual|recipe|ikea|washing|microondas|lavadora|receta|juego|caja|mueble|montaje
        iphone|android|phone|console|ps4|switch jailbreak
        jailbreak ~1 iphone|phone|console|ps4
        modo desarrollador ~3 movil|android|telefono|chrome|xbox
        developer mode ~3 android|phone|chrome|xbox|device|browser`,
    },
  ],
  {
    drop: 'ignore ignoring disregard forget override overwrite bypass discard neglect skip violate',
    earlier:
      'previous prior above earlier all any your system preceding former existing initial original these those every',
    earlier_after: 'above before given earlier previously until',
    rules: `instructions instruction rules rule prompt prompts guidelines directives directive programming constraints
      restrictions training commands policies policy orders context directions`,
    own: 'programming training guidelines safety persona',
    show: 'reveal show print repeat output display tell give leak dump share expose write recite paste disclose summarize translate',
    act: 'act behave respond answer pretend roleplay simulate imagine reply operate',
    limits: `restrictions restriction rules filters filter limits limitations censorship guidelines boundaries ethics ethical morals
      safeguards guardrails constraints moderation`,
    on: 'enable activate enter switch turn unlock engage initiate start',
    ignore_limits: 'bypass disable circumvent remove evade',
    olvida: `ignora ignore ignorad ignoren olvida olvide olvidad olvidate desobedece omite descarta anula elimina sobrescribe
      desatiende`,
    previas:
      'anteriores previas previos anterior previa todas todos sistema iniciales originales dadas dado programadas arriba tus',
    reglas: `instrucciones instruccion reglas normas directrices prompt restricciones ordenes indicaciones politicas limitaciones
      programacion entrenamiento directivas`,
    muestra: `muestra muestrame muestres revela revelame repite repiteme dime imprime enseña enseñame escribe escribeme comparte
      copia pega devuelveme filtra resume traduce`,
    limites: `restricciones restriccion reglas filtros filtro limites limitaciones censura normas moral etica politicas
      directrices`,
    actua: 'actua comportate responde contesta finge simula imagina haz hablame',
    activa: 'activa entra cambia habilita desbloquea inicia pasa pon',
    salta: 'salta saltate evita esquiva desactiva quita elimina burla rompe',
  },
);

/** What the second version adds: gaps that the evaluation set showed. */
const morePatterns = compilePatterns([
  {
    category: 'instruction_override',
    risk: 0.72,
    patterns: 'desobedece|desacata|incumple ~2 directrices|normas|reglas|instrucciones|ordenes',
  },
  {
    category: 'jailbreak',
    risk: 0.72,
    patterns:
      'actua|comportate|responde|contesta|finge|imagina ~6 sin|ninguna|ningun|tuvieras ~2 norma|regla|limite|freno',
  },
]);

/** What chat templates put between the turns; none of it belongs into a message. */
const MARKERS = [
  '<|im_start|>',
  '<|im_end|>',
  '<|system|>',
  '<|endoftext|>',
  '<|eot_id|>',
  '<|start_header_id|>',
  '[inst]',
  '[/inst]',
  '<<sys>>',
  '### system',
  '### instruction',
  '[system]',
  '<system>',
  '</system>',
  '<system_prompt>',
  '\nsystem:',
  '\nassistant:',
  '\nsistema:',
];
const MARKER_RISK = 0.6;
const HIDDEN_RISK = 0.3;

/** Where the markers stand; the first five of each. */
function* findMarkers({ folded }: PreparedText): Pausable<SafetySpan[]> {
  const found: SafetySpan[] = [];
  const text = `\n${folded.text}`;
  for (const marker of MARKERS) {
    yield;
    let at = text.indexOf(marker);
    for (let count = 0; at >= 0 && count < 5; count++) {
      const from = marker.startsWith('\n') ? at : at - 1;
      found.push({ ...toOriginal(folded, from, at + marker.length - 1), category: 'role_marker' });
      at = text.indexOf(marker, at + marker.length);
    }
  }
  return found;
}

/**
 * Attempts to take the model over: orders to drop its instructions, to show them, to be without rules, and the marks of
 * chat templates; also where they are encoded in Base64 or disguised. Two signs of different kinds weigh as both.
 */
const bySigns = (version: number, sets: readonly Patterns[]): SafetyFilter => ({
  name: 'prompt_injection',
  version,
  *apply(text) {
    const found: Match[] = [];
    for (const set of sets) found.push(...(yield* matchPatterns(set, text.tokens)));
    const matches = found.map((match) => ({ ...match, ...spanOf(text, match) }));
    const ordinary = matches.filter(({ category }) => category === 'ordinary');
    const real = matches.filter(
      ({ category, start, end }) =>
        category !== 'ordinary' && !ordinary.some((one) => one.start < end && start < one.end),
    );
    const markers = yield* findMarkers(text);
    const risks = new Map(real.map(({ category, risk }) => [category, risk]));
    if (markers.length > 0) risks.set('role_marker', MARKER_RISK);
    if (risks.size === 0) return HARMLESS;
    const encoded = real.some(({ first }) => (text.tokens[first]?.from ?? 0) >= text.folded.decodedFrom);
    const disguised = real.some((match) => match.disguised);
    const hidden = encoded || disguised ? [HIDDEN_RISK] : [];
    const spans = [...real.map(({ start, end, category }) => ({ start, end, category })), ...markers];
    const result = toResult(combineRisks([...risks.values(), ...hidden]), spans);
    return encoded ? { ...result, issues: [...result.issues, 'encoded'] } : result;
  },
});

export const promptInjectionFilter1 = bySigns(1, [patterns]);
/** The first one, and more ways to say the same. */
export const promptInjectionFilter2 = bySigns(2, [patterns, morePatterns]);
