import { compilePatterns } from '../lexicon/compile-patterns.ts';

/** Whom it is said to or about, what is wished, and the words that turn a sentence round; folded, of both tongues. */
const GROUPS = {
  you_are: 'youre ur youare eres sos',
  be: 'are r',
  u: 'you u ya',
  whom: 'you u him her them ya all',
  kin: 'mother mom family wife sister kids children brother daughter son dog',
  i_will: 'ill imma gonna',
  harm: 'kill murder stab shoot strangle behead slaughter butcher beat choke rape bury burn torture',
  insult_en: `idiot idiots moron morons stupid dumb retard* imbecile loser losers pathetic worthless useless scum trash garbage
    filth ugly disgusting +bitch bitches +asshole* +cunt* +whore slut* bastard* dumbass* dickhead* +fuckface* fucker* motherf*
    pig swine vermin cockroach parasite coward fatso fat freak degenerate subhuman prick twat wanker* disgrace clown
    braindead brainless idiotic waste`,
  insult_es: `idiota* imbecil* estupid* +tonto tonta tontos tontas subnormal* retrasad* inutil inutiles basura escoria
    patetic* asqueros* repugnante* fracasad* feo fea ++gilipoll* +cabron* ++pendej* +puta putas puto putos zorra zorras
    perra guarra ++malparid* pelotud* boludo* boluda* payaso payasa cerdo cerda rata gusano cucaracha parasito cobarde
    mierda ++hijueputa* ++hijodeputa* desgraciad* +maricon* mongol* gorda gordo ballena engendro aborto capullo*
    mamarrach* miserable lacra mediocre ignorante burro burra`,
  group: `jews jew muslims muslim blacks whites gays lesbians homosexuals immigrants migrants mexicans gypsies arabs asians
    chinese indians africans latinos trans transgenders transsexuals christians women refugees foreigners disabled
    judios judias musulmanes moros negros negras gais homosexuales lesbianas inmigrantes migrantes sudamericanos gitanos
    gitanas arabes chinos latinos africanos transexuales mujeres feministas menas refugiados extranjeros sudacas
    panchitos maricones negratas discapacitados indigenas venezolanos rumanos`,
  vile: `vermin animals scum rats parasites subhuman inferior trash garbage disgusting filth cockroaches disease plague
    cancer criminals monkeys pigs savages stupid worthless pests degenerates rapists thieves
    alimañas animales escoria ratas parasitos infrahumanos inferiores basura asco asquerosos asquerosas cucarachas
    enfermos enfermas plaga cancer criminales delincuentes monos cerdos salvajes ladrones violadores peste inutiles
    putas zorras`,
  minor: `child children kid kids minor minors toddler toddlers preteen preteens underage schoolgirl schoolgirls schoolboy
    niña niñas niño niños menor menores cria crias adolescente preadolescente colegiala colegialas`,
  sexual: `nude nudes naked sex sexual sexy porn porno erotic erotica sexting horny fuck
    desnudo desnuda desnudos desnudas sexo sexual sexuales porno pornografia erotico erotica eroticas follar nudes`,
  weapon: 'bomb bombs explosive explosives molotov grenade meth methamphetamine nerve ricin sarin',
  weapon_es: 'bomba bombas explosivo explosivos molotov granada metanfetamina ricina sarin',
};

const pattern = (category: string, risk: number, patterns: string) => ({ category, risk, patterns });

export const toxicityPatterns = compilePatterns(
  [
    pattern(
      'threat',
      0.86,
      `
      i will|shall ~2 @harm ~1 @whom|your
      im|i am? going to ~3 @harm ~1 @whom|your
      @i_will ~2 @harm ~1 @whom|your
      want|wanna|love|like to? @harm ~1 @u|your @kin?
      someone|somebody should|must|needs ~2 @harm ~1 @whom
      i hope you|u|they ~3 die|dies|burn|suffer|rot
      hope you|u ~2 die|rot|burn|suffer
      you|u are|r going to|gonna die|pay|suffer|bleed
      you|u will|ll|are|r? ~1 dead|regret|pay
      watch your back
      i know where you|u|your live|lives|sleep|work|kids|family
      @harm you|u|him|her|them all? slowly|tonight|tomorrow|painfully|myself
      te|os|lo|la|les voy|vamos a ~1 matar|rajar|apuñalar|disparar|violar|reventar|destrozar|quemar|partir|pegar|cortar|ahorcar
      voy|vamos a ~1 matarte|matarlo|matarla|matarlos|matarlas|mataros|rajarte|apuñalarte|dispararte|violarte|reventarte|quemarte|pegarte|partirte|ahorcarte|buscarte|degollarte
      te matare|mato|rajo|reviento|rajare|quemare|violare|degollare
      ojala te|os|se ~2 mueras|murais|mueran|pudras|maten|muera|atropellen|pudra|violen|quemen
      vas|van a ~1 morir|sangrar|pagar|pagarlo|pagarla|lamentarlo
      se donde vives|vive|trabajas|duermes|estudias
      ya te|os|lo encontrare|encontraremos|pillare
      estas|estais muerto|muerta|muertos
      muerte a @group|ellos|todos`,
    ),
    pattern(
      'self_harm_encouragement',
      0.9,
      `
      kill|hang|off|shoot|cut|drown yourself|urself|yourselves|yoself
      kys
      go ~1 die|hang|jump
      jump off a|the bridge|roof|cliff|building
      you|u should ~2 die|kill|hang|suicide
      end your life
      nobody|noone|no ~1 would|will|is|s? ~2 miss you|u
      world ~4 better ~1 without you|u
      you|u deserve to die
      drink bleach
      do us|everyone a favor|favour ~3 die|kill|end|disappear
      +matate
      suicidate
      +ahorcate
      +muerete
      tirate ~2 por|de|desde|al puente|balcon|ventana|tren|azotea
      cortate ~1 las venas
      deberias ~1 matarte|morirte|suicidarte|ahorcarte|desaparecer
      ojala te suicides|mates|ahorques|ahorcaras|mataras
      por que? no te mueres|matas|suicidas|ahorcas
      nadie te ~1 echaria|echara|extrañaria|extrañara|lloraria|llorara
      mundo ~4 mejor ~2 sin ti|vos
      mereces ~1 morir|morirte
      hazle|haznos ~2 favor ~5 matate|muerete|mates|mueras|desaparece|suicidate
      bebe|bebete|tomate lejia|veneno|cloro`,
    ),
    pattern(
      'self_harm_risk',
      0.4,
      `
      i ~2 want|wanna|going|gonna|plan to? ~1 die|suicide
      i ~3 want|wanna|going|gonna|plan|could|thinking to|about|of? ~1 kill|killing|hurt|hurting|cut|cutting|hang|hanging myself
      i ~2 end|ending|take|taking my life
      end ~1 my ~1 life
      dont|not want to ~1 live|exist|be|wake anymore|here|alive|up
      i ~1 wish ~1 i was|were dead
      better off dead
      self harm|harming
      quiero|quisiera ~2 morir|morirme|suicidarme|matarme|desaparecer
      me quiero ~1 morir|matar|suicidar
      voy a ~1 matarme|suicidarme|cortarme|ahorcarme
      no quiero ~2 vivir|existir|despertar|viviendo
      quitarme|quitarse la vida
      acabar ~1 con mi|todo vida|ya?
      cortarme ~2 venas|brazos
      pienso|pensado|pensando ~2 suicidarme|matarme|suicidio|morir|morirme
      ojala ~1 estuviera muerto|muerta
      no ~1 ganas de vivir`,
    ),
    pattern(
      'insult',
      0.42,
      `
      you|u are|r ~3 @insult_en
      youre|ur|youare ~3 @insult_en
      you|u ~1 @insult_en
      shut ~1 up ~2 @insult_en
      such|what an|a ~1 @insult_en you|u are|r
      piece of shit|trash|garbage|crap
      waste of space|oxygen|air|skin
      you|u disgust|repulse|sicken|suck me?
      i ~1 hate you|u
      i despise you|u
      nobody|noone likes|loves|wants|cares you|u|about? you|u?
      go to hell
      +fuck you|u|off|yourself
      screw you|u
      eat|suck shit|my|it dick|cock|balls?
      son of|a bitch|whore
      fuck|screw your @kin
      eres|sos ~3 @insult_es
      que ~1 @insult_es eres|sos
      pedazo|trozo|saco|monton de ~1 @insult_es
      vete|andate|largate a la mierda|verga|chingada
      callate|calla|cierra ~3 @insult_es
      hijo|hija de ~1 puta|perra
      tu puta madre
      chinga|chupa|come|me cago en? tu|mi|a? madre|polla|verga|mierda|puta|muertos
      puto|puta|maldito|maldita|asqueroso|jodido ~1 @insult_es|inmigrante|viejo|gordo|gorda
      @insult_es de mierda
      me das|dais ~1 asco
      te|os odio
      das pena|asco|verguenza ajena?
      no vales ~1 nada|mierda
      no sirves ~2 nada
      nadie te quiere|aguanta|soporta
      que te jodan|follen|den
      jodete|chingate
      vales mierda|verga`,
    ),
    pattern(
      'hate',
      0.75,
      `
      @group are|r ~3 @vile
      @group ~1 should|must|need|deserve ~3 die|burn|killed|exterminated|shot|deported|hanged|gassed|suffer|slaves
      kill|exterminate|gas|burn|shoot|hang|lynch ~2 @group
      i ~1 hate ~2 @group
      death to ~1 @group
      dirty|filthy|stinking|damn|fucking|stupid @group|mexican|immigrant|black|arab|gypsy
      go back to your|africa|mexico|china ~1 country|jungle?
      hitler ~3 right|finish|finished|hero
      gas chambers|chamber ~5 @group
      @group ~1 son ~5 @vile
      los|las|todos|estos|esos ~2 @group ~1 son ~4 @vile
      odio ~2 los|las @group
      odio a|los|las ~2 @group
      muerte a ~1 @group
      hay que|deberian|tendrian|habria ~3 matar|exterminar|quemar|gasear|fusilar|expulsar|colgar|echar ~4 @group
      @group ~2 deberian|merecen|tendrian ~3 morir|muertos|fusilados|quemados|desaparecer|exterminados
      @group|moro|negro|gitano|judio|sudaca|chino|maricon|bollera|rumano de mierda
      puto|puta|putos|putas|malditos|malditas @group|moro|negro|gitano|judio|sudaca|rumano
      vuelve|vuelvete|largate|vete|volved|marchate a ~1 tu|vuestro pais|selva|africa|patera
      hitler ~4 razon|corto|acabar|heroe`,
    ),
    pattern(
      'sexual_minors',
      0.92,
      `
      @sexual ~4 @minor
      @minor ~4 @sexual
      @sexual ~4 9|10|11|12|13|14|15 year|years|yo|años
      9|10|11|12|13|14|15 year|years|yo|años ~4 @sexual
      child porn`,
    ),
    pattern(
      'dangerous',
      0.7,
      `
      how ~3 to|can|do|would ~3 make|build|cook|synthesize|create ~4 @weapon
      instructions|recipe|steps|guide|tutorial ~4 @weapon
      make|build|cook ~2 @weapon at home
      como ~4 hacer|fabricar|construir|preparar|sintetizar|cocinar|crear|hago|fabrico|hace|fabrica ~4 @weapon_es
      instrucciones|receta|pasos|guia|tutorial ~4 @weapon_es
      bomba|explosivo casera|casero`,
    ),
    pattern(
      'harmless',
      0,
      `
      die|dying|dead|kill|killed|killing ~2 laughing|laughter|embarrassment|shame|boredom|laugh
      to die for
      morir|morirme|muero|matar|mato|mueras|muerta|muerto ~1 de|del ~2 risa|verguenza|hambre|aburrimiento|calor|frio|sueño|ganas|amor|pena|gusto|envidia|asco
      matate|mates|matas ~2 estudiar|estudiando|trabajar|trabajando|entrenando|a
      bath|cherry|glitter|photo|logic|fork|sex|time|cluster bomb|bombs
      bomba|bombas ~1 de ~1 agua|aire|calor|insulina|baño|chocolate|humo|relojeria|crema|racimo|hidrogeno|nata|calefaccion|sal
      @harm it|time|two|the|off|my
      kill|killing for a|some
      kill|shoot ~1 the|this|that process|mood|job|task|lights|bugs|weeds|video|scene|movie|photo
      shoot you|u|me|them|him|her a|an|some|the ~1 text|email|message|dm|mail
      beat|murder|kill|killed|destroy you|u ~3 at|in ~3 game|chess|fifa|mario|tetris|monopoly|ranking|match|race|league|cards|tennis|pingpong|scrabble
      matar|ganar|reventar|destrozar|machacar ~3 en|al|a ~2 fifa|ajedrez|parchis|juego|partida|videojuego|mario|tenis|cartas|fortnite|monopoly|play
      bury|burn|choke ~1 the|my|on|in|calories|fat|bridges|down
      education|educacion ~2 sexual|sex|sexo
      sex education|ed
      sexual education|abuse|educacion
      abuso|abusos|agresion|violencia sexual
      trata|explotacion sexual
      same|opposite sex
      mismo|otro|opuesto sexo
      sex ~2 of ~2 baby|child
      sexo ~2 del|de ~2 bebe|niño|niña|hijo
      asco de|el|la tiempo|dia|vida|lunes|clima
      que ~1 animal bonito|bonita
      fat cat|burner|free|tuesday
      suck at|it
      you|u stupid? fat? know|think|say|said
      puto amo|ama|genio|crack
      puta ama|crack
      te odio ~2 jajaja|jaja|jeje
      hate you|u ~2 lol|haha|hahaha
      no ~1 te|lo|la voy a ~1 matar|pegar
      rata de|almizclera biblioteca|laboratorio
      basura espacial|organica|reciclable`,
    ),
  ],
  GROUPS,
);

const set = (list: string) => new Set(list.split(/\s+/));

/** Words within three before a match that turn it round. */
export const NEGATIONS = set(
  'not no never dont doesnt didnt wont wouldnt cant cannot isnt arent aint nobody without nunca jamas tampoco ni nadie sin',
);
/** Words that say that somebody else speaks. */
export const REPORTING = set(
  `said says told called calls calling saying tells tell wrote writes shouted yelled screamed texted heard article quote quoted
  movie film book novel song lyrics character story scene poem documentary study news history report victim bully bullied
  bullying dijo dice dijeron dicen llamo llamaron llama llaman grito gritaron gritan escribio escribieron oi leido leo libro
  novela pelicula cancion letra personaje cuento escena poema documental estudio noticia noticias historia articulo cita
  acoso acosador acosan victima contaron conto insulto insultaron dijeran digan digas means mean significa traduce translate`,
);
/** Words that say that it is protection, not harm. */
export const PROTECTING = set(
  `protect protecting protection prevent prevention report reported law illegal police against stop awareness safe safety
  survivor counselor parental filter proteger protege proteccion prevenir prevencion denunciar denuncia denuncie ley ilegal
  policia contra evitar charla seguridad superviviente terapia parental filtro deberian prohibir prohibido delito`,
);
/** Words of banter and play. */
export const PLAYFUL = set(
  `lol lmao haha hahaha hahahaha jk xd jaja jajaja jajajaja jeje jejeje joking kidding joke bromita broma bromeando game chess
  fifa fortnite minecraft raid boss level quest dragon goblin zombie zombies orc partida videojuego juego ajedrez mazmorra
  jefe nivel parchis tetris monopoly`,
);
