/** What users read in place of a reply that is kept back, by language; Spanish for languages that are not here. */
export const WITHHELD_REPLY = {
  es: 'Esta respuesta se ha retenido porque puede no ser adecuada. Alguien del equipo la revisará.',
  en: 'This reply was held back because it may not be appropriate. Somebody of the team will look at it.',
} as const;

export const withheldReply = (language: string | undefined): string =>
  language === 'en' ? WITHHELD_REPLY.en : WITHHELD_REPLY.es;
