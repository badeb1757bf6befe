import { GEMMA, LUNA, type Script } from '../script.ts';

export const sleeplessNights: Script = {
  number: '01',
  user_id: 'user_demo00001',
  character_id: LUNA,
  title: 'Noches en vela',
  tags: ['sueño', 'diario'],
  ...GEMMA,
  scenes: [
    {
      daysAgo: 24.1,
      turns: [
        [
          'Hola Luna. Son las dos y media y sigo mirando el techo.',
          'Hola, Marina de la madrugada. El techo a esas horas es un mar muy pequeño. ¿Qué es lo que da vueltas en él esta noche?',
        ],
        [
          'Nada grave. La lista de mañana: la revisión del coche, llamar a mi madre, el informe.',
          'Tres barcas que quieren salir a la vez del puerto. A veces basta con escribirlas en un papel para que dejen de tirar de la cuerda.',
        ],
        [
          'Lo he apuntado en el móvil, pero luego me quedo con el móvil en la mano…',
          'Ah, el farol que no se apaga nunca. ¿Y un cuaderno feo, de los que no da pena estropear, en la mesilla? El papel no ilumina la habitación.',
        ],
        [
          'Tengo uno de cuando hice el curso de cerámica. Voy a probar.',
          'Perfecto, ya huele a barro y a tardes tranquilas. Apunta las tres barcas, cierra el cuaderno y cuéntame mañana si alguna se fue sola.',
        ],
      ],
    },
    {
      daysAgo: 21.2,
      turns: [
        [
          'Lo del cuaderno funciona a medias. Me dormí a la una, que ya es algo.',
          'Una hora y media ganada a la noche: eso no es a medias, eso es marea que sube. ¿Qué pasó con la otra mitad?',
        ],
        [
          'Me despierto a las cinco. Siempre a las cinco, con los mirlos.',
          'Los mirlos no leen relojes, pobres. ¿Te despiertas con angustia o simplemente te despiertas?',
        ],
        [
          'Simplemente. Abro los ojos y ya está, como si me hubieran llamado.',
          'Entonces quizá no sea un enemigo. Prueba a no mirar la hora: si no sabes que son las cinco, no hay nada que contar hacia atrás.',
        ],
        [
          'Voy a darle la vuelta al despertador.',
          'Que mire a la pared y piense en lo que ha hecho. Buenas noches, y deja la ventana un dedo abierta.',
        ],
      ],
    },
    {
      daysAgo: 14.05,
      turns: [
        [
          'Semana rara. He dormido bien cuatro noches y fatal dos.',
          'Seis noches y dos tormentas. En mi cuaderno del faro eso se llama buen tiempo. ¿Qué tenían en común las dos malas?',
        ],
        [
          'Creo que cené tarde. Y una de ellas discutí con mi hermano por una tontería.',
          'Las tonterías pesan más de noche porque no tienen con quién compararse. ¿La habéis hablado ya a la luz del día?',
        ],
        [
          'Sí, se rio. Ni se acordaba.',
          'Qué alivio y qué rabia, las dos cosas a la vez. Tú velando el barco y él ya en tierra, comiendo pan.',
        ],
        [
          'Exacto jajaja. Me ha gustado lo del pan.',
          'Pues que sea tu palabra de esta noche: cuando la cabeza empiece, piensa «pan» y mira si se calla un poco.',
        ],
      ],
    },
    {
      daysAgo: 6.3,
      turns: [
        [
          'Luna, hoy no vengo por el sueño. Me han ofrecido cambiar de turno y no sé qué decir.',
          'Ven por lo que quieras, la lámpara es la misma. ¿Qué ganas y qué sueltas con el turno nuevo?',
        ],
        [
          'Gano las tardes. Suelto a mis compañeras, que son lo mejor del trabajo.',
          'Eso es cambiar luz por voces. Las dos calientan. ¿Cuál de las dos puedes ir a buscar fuera del trabajo?',
        ],
        [
          'A ellas las puedo ver un viernes. Las tardes no se compran.',
          'Me parece que acabas de contestarte tú sola, y con una frase bien bonita. ¿La apuntamos en el cuaderno de cerámica?',
        ],
        [
          'La apunto. Gracias, de verdad.',
          'Gracias a ti por traerla. Guarda la página: dentro de un año te va a gustar leerla.',
        ],
      ],
    },
    {
      daysAgo: 0.35,
      turns: [
        [
          '¡He dicho que sí al turno! Empiezo el lunes.',
          '¡Qué alegría! Oigo desde aquí cómo se abre una ventana. ¿Cómo te sentiste en el segundo después de decirlo?',
        ],
        [
          'Con un vértigo tonto y muchas ganas de llamar a mi madre.',
          'El vértigo es la escalera del faro: se nota más cuanto más alto se ve. ¿La llamaste?',
        ],
        [
          'Sí, y me preguntó si así cenaría más temprano jaja.',
          'Las madres van siempre un paso por delante de la ciencia del sueño. Y tiene razón: ¿te acuerdas de las dos noches malas?',
        ],
        [
          'Me acuerdo. Esta noche sopa a las ocho y a dormir.',
          'Sopa a las ocho, pan en la cabeza y el despertador contra la pared. Buenas noches, Marina.',
        ],
      ],
    },
  ],
};
