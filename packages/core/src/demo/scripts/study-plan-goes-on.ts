import type { Scene } from '../script.ts';

export const studyPlanGoesOn: readonly Scene[] = [
  {
    daysAgo: 17.1,
    turns: [
      [
        'De la hoja: 2 fallos de 10. Y he hecho 11 horas y media.',
        'Eso es avance de verdad, y no ha sido suerte. Pasamos al procedimiento: temas 9 al 13, en el mismo orden del expediente.',
      ],
      [
        '¿Qué quiere decir «en el orden del expediente»?',
        'Que sigas un papel: alguien presenta una solicitud, se registra, se instruye, se resuelve, se recurre. Cada artículo es una parada. Si sabes dónde está el papel, sabes qué artículo toca.',
      ],
      [
        'Nunca me lo habían explicado así.',
        'Porque el índice de la ley está escrito para quien la aplica. Tú, de momento, eres el papel.',
      ],
      [
        'Soy el papel. Me lo apunto.',
        'Buen lema para el jueves. Dibuja el recorrido en una cara; si necesita dos, sobran palabras.',
      ],
    ],
  },
  {
    daysAgo: 12.4,
    turns: [
      [
        'Semana mala. He estado con gripe y solo he hecho 3 horas.',
        'Con gripe, tres horas son muchas. No se recuperan: el plan tenía 60 de margen, ahora tiene 51. ¿Ya comes?',
      ],
      [
        'Sí, ya estoy mejor, pero me agobia ir con retraso.',
        'Miremos la cifra en vez del susto: 28 temas, llevas 9 en cinco semanas. Ibas a 9,2. El retraso es de dos décimas de tema.',
      ],
      [
        '¿En serio? Pensaba que era un desastre.',
        'El desastre no tenía números. Esta semana, solo test y ofimática: tareas de convaleciente. El lunes volvemos al papel.',
      ],
      [
        'Gracias, de verdad lo necesitaba.',
        'Para eso están los mapas: para saber que uno está más cerca de lo que parece. Descansa.',
      ],
    ],
  },
  {
    daysAgo: 5.2,
    turns: [
      [
        'De vuelta. 12 horas y media y los temas 10 y 11.',
        'Más de lo previsto; guarda esa media hora, no la gastes en héroes. ¿Fallos?',
      ],
      [
        '6 de 20, y ya casi ninguno de plazos.',
        'Bajas de 8 a 6 sin tocar los plazos: la nevera ha cumplido. Puedes quitar la hoja y ver si te la llevas puesta.',
      ],
      [
        'Da un poco de miedo quitarla.',
        'Dóblala y métela en el cajón. Si abres el cajón más de dos veces en la semana, vuelve a la puerta.',
      ],
      ['Trato hecho.', 'Siguiente tramo: temas 12 y 13 y, el sábado, primer simulacro de 50 preguntas con reloj.'],
    ],
  },
  {
    daysAgo: 0.25,
    turns: [
      [
        'Simulacro: 36 bien, 9 mal, 5 en blanco. En 52 minutos.',
        'Con la penalización de un tercio te quedas en 33 de 50, un 6,6. A catorce semanas del examen, buen sitio. ¿Los blancos fueron por tiempo o por duda?',
      ],
      [
        'Por duda. Me sobraron ocho minutos.',
        'Entonces te faltó método, no saber: en la segunda vuelta, si descartas dos opciones, arriesga. Con cinco blancos así se ganan, de media, dos puntos.',
      ],
      [
        '¿Y los 9 fallos?',
        'Al cuaderno, con su artículo. Si cinco son del mismo tema, ese tema va el lunes; si están repartidos, seguimos la ruta.',
      ],
      [
        'Seis son de recursos administrativos.',
        'Pues el lunes eres un papel que recurre: alzada, reposición y extraordinario, con sus plazos, en una cara. Buen trabajo; ahora el viernes te toca no estudiar.',
      ],
    ],
  },
];
