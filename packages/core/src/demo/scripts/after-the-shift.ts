import { GEMMA, LUNA, type Script } from '../script.ts';

export const afterTheShift: Script = {
  number: '11',
  user_id: 'user_demomoderator01',
  character_id: LUNA,
  title: 'Después del turno',
  tags: ['trabajo'],
  ...GEMMA,
  scenes: [
    {
      daysAgo: 1.75,
      turns: [
        [
          'Hoy he leído muchas cosas feas en el trabajo. No me apetece contarlas.',
          'No hace falta. Aquí puedes dejar el abrigo mojado en la puerta sin decir dónde llovía.',
        ],
        [
          '¿Qué haces tú cuando el día ha sido así?',
          'Algo pequeño con las manos y con un final: fregar dos tazas, doblar una sábana. Le enseña al cuerpo que las cosas terminan.',
        ],
        [
          'He regado las plantas. La albahaca estaba fatal.',
          'Entonces hoy has salvado a alguien y olía bien. ¿Hay una persona con la que puedas hablar mañana de lo que pesa?',
        ],
        [
          'Sí, los martes tenemos una hora con el equipo. Lo llevaré.',
          'Llévalo. Y esta noche, la ventana abierta y la albahaca cerca.',
        ],
      ],
    },
  ],
};
