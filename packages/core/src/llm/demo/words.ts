export type Language = 'es' | 'en';

/** Words so common that they tell a language and say nothing about a subject. */
export const COMMON_WORDS: Record<Language, ReadonlySet<string>> = {
  en: new Set(
    (
      'the a an and or but if then so because of to in on at for from with without about into over after before this that ' +
      'these those it its is are was were be been being am i me my mine you your yours he him his she her we us our they ' +
      'them their what which who whom whose when where why how not no yes do does did done have has had having can could ' +
      'will would shall should may might must just very really too also only even still more most much many some any all ' +
      'there here now today tomorrow yesterday again always never like want need know think feel tell said say get got go ' +
      'going make made let lets thing things something anything nothing everything good well please thanks thank hello hey ' +
      'okay maybe been than them were your while been such each other another since until between during both few own same ' +
      'into once being doing could please help explain write give show hi bye dear lot bit kind sort time day really'
    ).split(' '),
  ),
  es: new Set(
    (
      'el la los las un una unos unas y o u pero si entonces porque de del a al en con sin sobre entre hasta desde para por ' +
      'que qué cual cuál quien quién cuando cuándo donde dónde como cómo cuanto cuánto no sí ya muy más menos mucho mucha ' +
      'muchos muchas poco poca todo toda todos todas nada algo alguien nadie algún alguna otro otra otros otras mismo misma ' +
      'este esta esto estos estas ese esa eso esos esas aquel aquella yo tú tu tus mi mis mío me te se le les lo nos os su ' +
      'sus él ella ellos ellas nosotros usted ustedes soy eres es somos son era fue ser estoy estás está estamos están estar ' +
      'he has ha hemos han haber hay había tengo tienes tiene tener hago haces hace hacer voy vas va ir puedo puedes puede ' +
      'poder quiero quieres quiere querer creo cree sé sabe saber digo dice decir dime hoy mañana ayer ahora luego siempre ' +
      'nunca también tampoco solo sólo aún todavía así bien mal bueno buena vale gracias hola adiós favor cosa cosas vez ' +
      'veces día días tiempo tal pues quizá casi cada gustaría podrías puedes ayuda ayudas ayúdame explica explícame ' +
      'escribe cuéntame cuentas algún porfa buenas buenos noches tardes'
    ).split(' '),
  ),
};

const MAX_SCANNED = 4_000;

/** The words of a text's first 4,000 characters, as they are written. */
export const readWords = (text: string): string[] => text.slice(0, MAX_SCANNED).match(/[\p{L}\p{N}]+/gu) ?? [];

/** The same in lower case. */
export const listWords = (text: string): string[] => readWords(text.toLowerCase());
