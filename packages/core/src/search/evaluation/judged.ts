import { readQueries } from './read-set.ts';

/**
 * What people look for, and what they hope to find: `=3` is what they meant, `=2` answers too, `=1` is not wrong.
 * Nothing else in the set is relevant.
 */
export const judgedQueries = readQueries(String.raw`
  word en harbour => sea1=3 sea2=3 sea5=1 mix1=2
  word en harbours => sea2=3 sea1=2 sea5=1 mix1=2
  word en lighthouse => sea4=3 sea3=3
  word en anchor => sea7=3 sea8=3 sea6=3
  word en umbrella => low2=3 low1=1 low3=1
  word en coffee => cook12=3 cook10=2 cook9=2 cook11=2
  word en python => code1=3 code2=3
  word en passport => trav9=3 trav8=3
  word en recursion => code16=3 code15=3 cod6=3 cod7=3
  word en basil => plant2=3 plant1=3
  word en dragon => game2=3 game1=3 jue1=3 jue2=3 love5=2 amo4=2
  words en soft yolk => cook2=3 cook1=3
  words en apple pie => cook3=3 cook4=3
  words en anchor rope => sea7=3 sea8=3
  words en empty list => code3=3 code1=3
  words en nice train => trav6=3
  words en headache doctor => heal2=3
  words en ask raise => work4=3 work3=3
  words en birthday sister => love4=3
  words en night train => trav10=3
  words en good night => love5=3 love7=3 love6=1
  form en sing => mus5=3 sea12=2 mus4=1
  form en sailed => sea6=3
  form en egg boiling => cook1=3
  form en university => univ1=3 univ3=2 uni1=2 uni3=2
  form en universe => univ2=3
  form en attacking => game5=3 game4=3
  form en rains => wea2=3 wea1=3 low2=2 mus4=2
  form en strings => mus6=3 mus8=2
  form en flights => trav1=3
  phrase en "good night" => love5=3 love7=3
  phrase en "soft yolk" => cook2=3
  phrase en "simple blues" => mus1=3 mus2=3
  phrase en "the harbour" => sea1=3 sea5=1
  phrase en "dear friend" => love8=3
  phrase en "power plant" => plant3=3
  prefix en astron* => univ1=3 mix4=3
  prefix en lighth* => sea3=3 sea4=3
  prefix en apolog* => work9=3 work10=3
  without en storm -complaints => sea9=3
  without en apple -laptop => cook3=3 cook4=3
  without en "good night" -routine => love5=3
  either en basil OR sourdough => plant1=3 plant2=3 cook6=3 cook7=3
  either en "night train" OR flight => trav10=3 trav1=3
  typo en harbuor => sea1=3 sea2=3 sea5=1 mix1=2
  typo en lighthose => sea3=3 sea4=3
  typo en recusion => code15=3 code16=3 cod6=3 cod7=3
  typo en pasport => trav8=3 trav9=3
  typo en unversity => univ1=3 univ3=2 uni1=2 uni3=2
  typo en sourdoug starter => cook6=3 cook7=3
  typo en vilion strings => mus6=3
  typo en brithday sister => love4=3
  typo en nife train => trav6=3
  accent en cafe soup => ed6=3
  accent en resume date => ed4=3
  accent en theyre => ed7=3
  exact en order-4711 => code8=3
  exact en c++ => code10=3 code11=1
  exact en config.yaml => code12=3
  exact en 2026-0042 => work8=3 tra8=3
  exact en 503 => code7=3 cod3=3
  exact en git reset --soft => code5=3
  operator en topic:sailing => sea7=3 sea8=3 sea6=3
  operator en role:assistant anchor => sea8=3
  operator en role:user dragon => game1=3 jue1=3 love5=2 amo4=2
  operator en topic:sailing -rope => sea6=3
  word es faro => mar4=3 mar3=3
  word es ancla => mar7=3 mar6=3
  word es café => coc9=2 coc8=2 coc7=2 coc10=2 ed6=1
  word es albahaca => pla2=3 pla1=3
  word es cumpleaños => amo3=3 amo2=3
  words es yema blanda => coc2=3 coc1=3
  words es pedir aumento => tra4=3 tra3=3
  words es dolor cabeza => sal2=3 sal1=3
  words es paella chorizo => coc6=3 coc5=3
  words es biología marina => uni3=3
  form es puertos => mar2=3 mar1=3 mar5=1
  form es canción => mus10=3 mus11=3
  form es canciones tristes => mus11=3
  form es cantar => mus13=3 mus12=3
  form es dormir => sal4=3 sal6=2 amo4=2
  form es barcos => mar11=3 mar9=3
  form es universidades => uni3=3 uni1=3
  form es pingüino => edu5=3 edu6=3
  form es lloviendo => tie1=3
  form es gatos => sal8=3 sal6=3
  phrase es "buenas noches" => amo4=3
  phrase es "dolor de cabeza" => sal1=3 sal2=3
  phrase es "echo de menos" => amo1=3
  phrase es "CAFÉ EN LA ESTACIÓN" => coc10=3
  prefix es matemat* => edu3=3 edu4=3
  prefix es tranv* => via2=3
  without es tormenta -quejas => mar9=3
  without es "feliz cumpleaños" -amiga =>
  either es paella OR tortilla => coc5=3 coc6=3 coc3=3 coc4=3
  typo es cumplaños hermana => amo3=3
  typo es pasaprote => via6=3 via7=3
  typo es dragno cofre => jue1=3
  typo es tormneta => mar9=3 mar10=3
  typo es albaaca => pla1=3 pla2=3
  typo es faor galicia => mar4=3
  typo es ecuchar =>
  accent es recursion => cod6=3 cod7=3 code15=3 code16=3
  accent es estacion cafe => coc10=3
  accent es mañana => coc10=3 tie4=3 via1=3 coc7=3
  accent es pinguino => edu5=3 edu6=3
  accent es AÑOS => ano2=3 ano1=2 mar4=2 uni2=2
  accent es caza => amo7=3
  accent es casa => amo8=3 amo9=3
  operator es topic:vela ancla => mar7=3 mar6=3
  operator es role:assistant dolor => sal2=3
  operator es pasaporte role:user => via7=3 via6=3
  script en 東京 => ja1=3
  script en 静か => ja1=3
  script en カメラ => ja4=3
  script en 猫 => ja3=3
  script en 港 => mix1=3
  script en 面包 => zh2=3
  script en 图书馆 => zh3=3
  script en 学校 => zh3=3
  script en кот => ru1=3
  script en море => ru2=3
  script en قهوة => ar2=3
  script en הים => he1=3
  script en θαλασσα => gr1=3
  script en strasse hafen => de1=3
  script en ete plage => fr1=3
  script en final figures => mix2=3
  hostile en {"$ne":1} =>
  hostile en .*coffee.* => cook12=3 cook10=2 cook9=2 cook11=2
  hostile en $where => mix5=3
`);
