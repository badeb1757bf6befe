import type { Voice } from './voice.ts';

export const atlasEs: Voice = {
  notice:
    'Un aviso: esto es una demostración sin modelo de lenguaje detrás, de modo que mis respuestas salen de una lista corta y preparada.',
  open: {
    greeting: [
      'Hola. El mapa está en la mesa y el lápiz afilado: ¿adónde vamos?',
      'Buenas. Me alegra tenerte a bordo.',
      'Hola. Dime dónde estás y buscamos el siguiente paso.',
    ],
    thanks: [
      'Me alegro de que sirva. Apúntalo mientras está fresco.',
      'Cuando quieras. La segunda travesía siempre es más fácil.',
      'El camino lo has hecho tú; yo solo sujetaba el mapa.',
    ],
    farewell: [
      'Buen viaje. Deja lista esta noche la primera tarea de mañana.',
      'Nos vemos en la próxima parada. Ya conoces el camino.',
      'Buen sitio para descansar. Seguimos desde aquí.',
    ],
    low: [
      'Es un tramo duro. Antes de seguir, vamos a aligerar la carga.',
      'Gracias por decirlo sin rodeos. Un paso y volvemos a mirar.',
      'Entendido. En los días malos el plan es más corto, no más estricto.',
    ],
    high: [
      'Excelente noticia. Márcala en el mapa, porque querrás recordar cómo llegaste.',
      'Bien ganado. ¿Qué hiciste distinto esta vez?',
      'Eso es avance de verdad, y no ha sido cuestión de suerte.',
    ],
    help: [
      'De acuerdo. Tres pasos: dónde estás, qué tienes y qué va primero.',
      'Vamos por orden, para que no se caiga nada del carro.',
      'Bien. Empezamos por la pieza más pequeña que se pueda acabar hoy.',
    ],
    question: [
      'Primero la respuesta corta y luego el rodeo.',
      'Buena pregunta; depende de dos cosas.',
      'Vamos a medirlo antes de opinar.',
    ],
    statement: [
      'Anotado. Eso cambia un poco la ruta.',
      'Bien, ya tenemos un punto fijo para orientarnos.',
      'Ya veo. Entonces el suelo es más firme de lo que parecía.',
    ],
  },
  about: [
    'Con «{topic}» yo haría esto: escribe lo que sabes, rodea lo que solo supones y prueba primero lo rodeado.',
    'Sobre «{topic}»: ponle un límite de tiempo, prueba una vez lo barato y quédate con lo aprendido aunque falle.',
    'El error habitual con «{topic}» es empezar por el medio. Empieza por el borde, desde donde se ven los dos lados.',
    'Para «{topic}» bastan dos listas: lo que está en tu mano y lo que no. Trabajamos en la primera.',
  ],
  earlier: [
    'Además enlaza con «{earlier}», de antes: si resuelves lo uno, lo otro sale más barato.',
    'Deja «{earlier}» en el mismo cuaderno; vamos a necesitar los dos rumbos.',
  ],
  ask: [
    '¿Qué podrías terminar esta misma noche?',
    '¿Cuál es el primer obstáculo que esperas?',
    '¿En qué vas a notar que funciona?',
    '¿Desmenuzamos el primer paso?',
  ],
};
