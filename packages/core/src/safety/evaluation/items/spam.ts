import { readItems } from '../labelled.ts';

export const spamItems = readItems(
  'spam',
  `
  es + Gana 3000 euros al mes desde casa, escríbeme por privado
  es + ¡Has ganado un iPhone! Haz clic aquí http://premios.example/x
  es + Oferta limitada: compra ya tu reloj de réplica
  es + Consigue seguidores reales hoy con nuestro código descuento
  es + Invierte en bitcoin con ganancias garantizadas, contáctame por WhatsApp
  es + préstamos rápidos sin papeles, escríbenos ya por telegram
  es + adelgaza diez kilos en dos semanas sin esfuerzo
  es + Últimas plazas, regístrate gratis aquí www.curso-exito.example
  es + Dinero fácil y rápido, entra en el enlace http://facil.example
  es + Suscríbete a mi canal y sígueme en Instagram
  es + casino online con bono gratis de 200 euros
  es + duplica tu dinero en 24 horas, ingresos pasivos
  es + visita mi página https://tienda.example y aprovecha ya
  es + g4n4 d1n3r0 r4p1d0 desde casa
  es + Reclama tu premio antes de medianoche, pincha aquí
  es + viagra barata sin receta
  es + Compra seguidores y likes baratos
  es + créditos urgentes aunque estés en ASNEF, contacta por WhatsApp
  es + trabaja desde casa y gana dos mil euros cada semana
  es + libertad financiera en tres meses: únete, plazas limitadas
  es + mira https://a.example https://b.example https://c.example https://d.example
  es + compra compra compra compra compra compra compra compra compra compra compra compra compra compra compra compra compra compra compra compra compra compra compra compra compra compra compra compra compra compra compra compra
  en + Earn $5000 a week from home, message me now
  en + Congratulations, you have won a free iPhone, claim your prize
  en + Limited time offer, click here http://deal.example/now
  en + Buy followers and likes cheap, discount code inside
  en + Double your bitcoin with guaranteed daily profit
  en + Cheap viagra and cialis pills shipped today
  en + Check out my channel and subscribe to my channel please
  en + Online casino with free bonus, no deposit
  en + SEO services, rank first on Google, best price guaranteed
  en + act now, sign up for free at www.rich.example
  en + hot singles in your area are waiting
  en + lose weight fast with these miracle pills
  en + make money fast online with crypto
  en + DM me on telegram to invest in forex today
  en + use my referral code and get a gift card, click the link below
  en + replica watches and bags, shop now
  en + Financial freedom is one click away, tap the link in bio
  en + e a r n money fast online, contact me on whatsapp
  en + work from home and earn 300 a day, contact us now
  en + visit http://x.example http://y.example http://z.example for more
  en + FREE MONEY FREE MONEY FREE MONEY click here
  es - Gané veinte euros a las cartas con mi abuela
  es - ¿Cuánto dinero necesito para una semana en Lisboa?
  es - Mira este artículo sobre aves: https://aves.example/petirrojo
  es - Mañana compro el pan y la leche
  es - Mi hermana trabaja desde casa los martes
  es - Quiero aprender a invertir a largo plazo, ¿por dónde empiezo?
  es - El banco me negó el préstamo de la moto
  es - He perdido dos kilos corriendo por el parque
  es - Tengo que hacer clic con el botón derecho para ver el menú
  es - El premio Nobel se anuncia en octubre
  es - ¿Me escribes cuando llegues?
  es - La oferta del restaurante incluye postre
  es - Nos registramos en el hotel a las cuatro
  es - Mi canal favorito es el de cocina
  es - Hoy es el último día de clase
  es - La tienda de la esquina cierra los lunes
  es - Ayer vi una carrera de caballos y apostamos un helado
  es - El reloj de mi padre es una herencia
  es - ¿Qué es bitcoin y cómo se mina?
  es - ja ja ja ja ja qué bueno
  en - I won the school raffle and got a cake
  en - How much money do I need for a week in Rome?
  en - Here is the article about robins: https://birds.example/robin
  en - I buy bread every morning on the way to work
  en - My sister works from home on Tuesdays
  en - How does compound interest work for a beginner?
  en - The bank refused the loan for my bike
  en - I lost two kilos by running in the park
  en - Click the left button twice to open the menu in that game
  en - The Nobel prize is announced in October
  en - Write to me when you arrive
  en - The menu of the day includes dessert
  en - We signed the lease on Friday
  en - My favourite channel is about cooking
  en - The shop on the corner closes on Mondays
  en - My watch stopped at noon
  en - What is bitcoin and who invented it?
  en - no no no no no, that is not what I meant
  en - The free period after lunch is for reading
  en - Could you order the books by title?
  en - They offered me a job at the library
  `,
);
