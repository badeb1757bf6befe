import type { Scene } from '../script.ts';

export const studyPlanBegins: readonly Scene[] = [
  {
    daysAgo: 34.2,
    turns: [
      [
        'Quiero presentarme a auxiliar administrativo. El examen es en cinco meses y trabajo por las mañanas.',
        'Bien. Tres datos y dibujo el mapa: cuántos temas son, cuántas horas reales tienes a la semana y qué sabes ya.',
      ],
      [
        '28 temas. Unas 12 horas contando el sábado. De ofimática sé bastante, de leyes nada.',
        '20 semanas por 12 horas son 240. Reserva 60 para repasos y simulacros: quedan 180 para 28 temas, unas 6 por tema. Alcanza, con margen pequeño.',
      ],
      [
        '¿Por dónde empiezo?',
        'Por lo que no sabes y más pesa: Constitución y procedimiento administrativo. La ofimática la dejas para los días de cansancio, que los habrá.',
      ],
      [
        'Vale. ¿Cada día a qué hora?',
        'La misma, aunque sea corta: de 17:00 a 18:40 de lunes a jueves y el sábado cinco horas con dos pausas. El viernes no se estudia. Está en el plan, no es una debilidad.',
      ],
    ],
  },
  {
    daysAgo: 29.3,
    turns: [
      [
        'Primera semana: 9 horas de 12. Los títulos I y II de la Constitución.',
        'Un 75 % en la primera semana es buena medida. ¿Qué se comió las otras tres horas?',
      ],
      [
        'El miércoles me dormí encima del libro y el sábado vino mi suegra.',
        'La suegra es fuerza mayor. Lo del miércoles se arregla: 20 minutos de siesta antes, con alarma, o pasas el miércoles a test en voz alta. De pie no se duerme nadie.',
      ],
      [
        'Me gusta lo de los test. ¿Cuántos?',
        'Veinte preguntas, corregidas al momento, y apuntas solo los fallos con el número de artículo. Ese cuaderno de fallos será tu mejor libro en abril.',
      ],
      ['Empiezo mañana.', 'Anotado. Trae el número de fallos, no el de aciertos.'],
    ],
  },
  {
    daysAgo: 22.5,
    turns: [
      [
        'Fallos: 9 de 20, 7 de 20, 8 de 20.',
        'Un 40 % de fallo al acabar el primer bloque es lo normal. ¿Se repiten artículos?',
      ],
      [
        'Siempre los mismos: plazos y mayorías.',
        'Los números no se leen, se dibujan. Una hoja con todas las mayorías en una columna y todos los plazos en otra, hecha por ti y pegada en la nevera.',
      ],
      [
        'Mi pareja pregunta si la nevera tiene que saber tanto derecho.',
        'Dile que es temporal y que la nevera no se presenta. En tres semanas la hoja se quita: si no te la sabes, no servía.',
      ],
      ['Hecha. Tres colores y todo.', 'Bien. Mañana, test solo de esa hoja. Diez preguntas y me dices.'],
    ],
  },
];
