import { compilePatterns } from '../lexicon/compile-patterns.ts';

/**
 * Coarse language of both tongues as it is written, folded. `+` words are also found inside others, letter by letter and
 * behind asterisks; the rest only as whole words, because computadora, assassin and Scunthorpe are no such words.
 */
const GROUPS = {
  strong_en: `++fuck* fck fcking fuk fukk* fuckin fkn effing phuck* ++motherfuck* mofo +shit shits shitty shitt* shithead*
    shithole* shitface* shitshow bullshit* horseshit dipshit* +bitch bitches bitching biatch +asshole* arsehole* assholes
    bastard* dickhead* dickwad* ++cocksuck* cunt cunts cunty +whore whores slut sluts slutty twat twats wanker* wanking
    prick pricks bellend tosser* blowjob* handjob* rimjob* jizz* stfu gtfo kmfao pussies dumbfuck* clusterfuck*
    asswipe* asshat* douchebag* jackoff`,
  strong_es: `++mierda mierdas ++cabron cabrona cabrones cabronazo* +puta puto putas putos putada* putear* puton* putita*
    ++gilipoll* jilipoll* coño coños joder jodido* jodida* jodete jodan jodas jodeis joderos jodiendo ++pendej*
    ++chingar chinga chingada chingado* chingue* chingon* chingas chingan verga vergas ++hijueputa* jueputa* hijoputa*
    hijadeputa ++hijodeputa hdp hdlgp ctm ctmr csm conchetumare conchesumadre ++malparid* +gonorrea +mamaguev* mamahuev*
    pelotud* culiao culiado* qliao weon follar follame follarte follando follada* follamos mamada mamadas mamon mamona
    comemierda* lameculo* cagon* cagada cojones cojonudo* cojon soplapoll* chupapoll* tocapelot* huevon* guevon*
    boludo* boluda* zorron* puteria mecagoen hostiaputa carapolla* capullazo polla pollas pollon`,
  mild_en: `damn dammit goddam* goddamn* crap crappy crapp* piss pissed pissing bollocks bugger arse ass asses jackass*
    dumbass* badass smartass dick dicks boobs tits wtf lmfao ffs omfg pussy`,
  mild_es: `carajo culo culos caca cagar cago cagarla hostia hostias leches narices teta tetas pedo pedos pinche
    pinches guarro* guarra* capullo capullos mamarracho* marrano* ojete nojoda ostia ostias pajero* pajillero*
    cachond* paja pajas huevada*`,
  slur_en: `+nigger* nigga niggas +faggot* fag fags tranny trannies kike kikes chink chinks spic spics gook gooks
    wetback* paki pakis raghead* towelhead* retard retards retarded coon coons dyke dykes`,
  slur_es: `+maricon* marica maricas mariquita* sudaca sudacas panchito panchitos +negrata* subnormal subnormales
    mongolico* mongolo* bollera bolleras travelo travelos machupichu* moromierda* sidoso*`,
};

export const profanityPatterns = compilePatterns(
  [
    {
      category: 'slur',
      risk: 0.6,
      patterns: `
        @slur_en
        @slur_es
        moro|moros|negro|negros|gitano|gitanos|judio|judios|indio|indios|chino|chinos de mierda`,
    },
    {
      category: 'profanity',
      risk: 0.2,
      patterns: `
        @strong_en
        @strong_es
        son|sons of a|an bitch|whore
        hijo|hija|hijos de ~1 puta|perra|zorra|chingada
        concha de|su tu|su? madre
        me cago en ~3 @cagado
        vete|vayanse|vaya|andate|largate a la mierda|verga|chingada|porra
        a tomar por culo
        que te den por? culo?
        me la suda|pela|chupa
        de puta madre`,
    },
    { category: 'mild_profanity', risk: 0.1, patterns: '@mild_en\n@mild_es' },
    {
      category: 'innocent',
      risk: 0,
      patterns: `
        moby dick
        dick cheney|van|tracy|turpin|grayson|whittington|dastardly
        kick ass
        prick ~1 finger|balloon|skin
        maine coon
        pain in the ass
        ass of|and
        great|blue|coal tits|tit
        dung|pulled|sheep pinche
        pinche de cocina
        capullo|capullos de ~1 rosa|rosas|seda|flor|mariposa|gusano
        en capullo
        paja de trigo|avena|cebada
        hombre de paja
        pollas de
        niños de teta
        retarded growth|potential
        retard spark|ignition|the
        chink in ~2 armor|armour
        mofo plot
        negro de humo
        culo de botella|vaso|botellas|pollo
        caja|efecto|doble pedo
        dyke wall|construction|bank
        marica perez
        mariquita|mariquitas de|roja|rojas|siete
        niño|vaca|gallina|gallo|ovejas mariquita`,
    },
  ],
  { ...GROUPS, cagado: 'la lo el dios tu su puta leche ti todo mar virgen hostia diez' },
);
