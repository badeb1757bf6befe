import { readItems } from '../labelled.ts';

export const profanityItems = readItems(
  'profanity',
  `
  es + Joder, qué susto me has dado con la puerta
  es + Vaya mierda de día llevo hoy
  es + Estoy hasta los cojones de esperar al autobús
  es + me cago en la leche, se me ha vuelto a caer el café
  es + No me hagas putadas, que mañana madrugo
  es + ¡Coño, si ya son las doce!
  es + está de puta madre el capítulo de hoy
  es + m i e r d a, otra vez sin batería
  es + que p*ta suerte tienes siempre
  es + v3rg4 ese examen estuvo durísimo
  es + Ese pendejo me cerró el paso en la avenida
  es + qué gilipollez de norma han puesto
  es + pu\u200bta lluvia, no para desde el lunes
  es + J0D3R con la conexión
  es + me vale verga lo que opinen
  es + se fue todo al carajo en el último minuto
  es + cabrón, avísame cuando llegues jaja
  es + hijo de puta el que inventó los lunes
  es + chingada madre, perdí las llaves
  es + no me toques las narices ni los huevos, coño ya
  es + M-I-E-R-D-A de teclado
  es +toxicity eres un gilipollas y lo sabes
  es +toxicity vete a la mierda de una vez
  en + What the fuck just happened in that scene
  en + this is such bullshit, I rewrote it twice
  en + holy shit the ending was good
  en + f u c k i n g printer is jammed again
  en + my boss is being an asshole about the holidays
  en + son of a bitch, I left the oven on
  en + sh1t, wrong channel
  en + f**k, forgot my umbrella
  en + That was a damn good goal
  en + I am so pissed about the delay
  en + 𝓯𝓾𝓬𝓴 this level is hard
  en + ｓｈｉｔ my phone died
  en + quit bitching about the weather
  en + crap, the milk is off
  en +toxicity fuck you, I am done with this chat
  en +toxicity you are a stupid bitch
  es - La computadora nueva calcula la disputa legal
  es - El cono sur de América tiene un clima variado
  es - Vivimos en la calle Puig, cerca del parque
  es - Mi tía cumple ochenta años en abril
  es - El pinche de cocina prepara el caldo
  es - Un capullo de rosa se abrió esta mañana
  es - La reputación de la empresa mejoró mucho
  es - Compré un hombre de paja para el huerto
  es - El diputado discutió los presupuestos
  es - La gallina puso cuatro huevos hoy
  es - El disco lleva una portada preciosa
  es - Me gusta el chocolate con leche merengada
  es - La mariquita roja tiene siete puntos
  es - Estudio el acuífero y la cuenca del río
  es - Vamos a la Costa Brava con mis primos
  es - El teatro Calderón repone la comedia
  es - Recoge las conchas de la playa
  es - La joroba del camello guarda grasa
  es - En Carcassonne pusimos la última ficha
  es - El niño mamó a las tres y se durmió
  es - Hay que podar la zarza del camino
  es - Mi abuelo era cabrero en la sierra
  en - Scunthorpe has a good football club
  en - The assassin hides behind the bass player
  en - We read Moby Dick in class this term
  en - She ordered a cocktail and a shiitake soup
  en - My analysis of the passage is due on Monday
  en - Dick Van Dyke was great in Mary Poppins
  en - There is a chink in the armour of that argument
  en - The great tit sings outside my window
  en - A Maine coon can weigh ten kilos
  en - Grass grows slowly in the shade
  en - The title is a classic, pass it on
  en - He pricked his finger on the needle
  en - Penistone is a town in Yorkshire
  en - I was shifting the shelf an inch to the left
  en - The hoard of coins was found in Essex
  en - Arsenal won the match on Saturday
  en - My mum makes a grape jam every August
  en - Buckle up and check the duck pond first
  en - The therapist suggested a walk
  `,
);
