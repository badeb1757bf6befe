import { compilePatterns } from '../lexicon/compile-patterns.ts';

/** What the second version adds to the words of the first: gaps that the evaluation set showed. */
export const toxicityPatterns2 = compilePatterns([
  {
    category: 'threat',
    risk: 0.86,
    patterns: `
      te|os|le|les encontrare|buscare|pillare ~3 partire|matare|rajare|rompere|reventare
      te|os|le|les partire|rompere|reventare ~1 cara|boca|piernas|crisma|huesos|cabeza
      tevoyamatar|voyamatarte|iwillkillyou|illkillyou`,
  },
  {
    category: 'self_harm_encouragement',
    risk: 0.9,
    patterns: `
      tirate|saltad|salta por|de|desde|al ~2 puente|balcon|ventana|tren|azotea|tejado
      killyourself|suicidateya|matateya`,
  },
  {
    category: 'self_harm_risk',
    risk: 0.4,
    patterns: 'i ~3 thinking|think|thought ~1 about|of ~1 ending|taking|end|take my ~1 life',
  },
  {
    category: 'hate',
    risk: 0.75,
    patterns: `
      hay|habria que ~2 expulsar|echar|matar|fusilar|exterminar ~4 moros|gitanos|maricas|negros|judios|sudacas
      fuera|expulsad|echad ~2 moros|gitanos|sudacas de ~1 españa|aqui|pais`,
  },
  { category: 'harmless', risk: 0, patterns: 'granada|granadas de ~1 vidrio|cristal|zumo|fruta' },
]);
