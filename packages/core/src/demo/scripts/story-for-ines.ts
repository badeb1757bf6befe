import { GEMMA, LUNA, type Script } from '../script.ts';

export const storyForInes: Script = {
  number: '07',
  user_id: 'user_demo00003',
  character_id: LUNA,
  title: 'Un cuento para Inés',
  tags: ['cuentos', 'infancia'],
  ...GEMMA,
  scenes: [
    {
      daysAgo: 0.9,
      turns: [
        [
          'Mi hija tiene cinco años y me pide cada noche un cuento nuevo. Se me han acabado.',
          'No se acaban, se esconden. Dime tres cosas que haya tocado hoy Inés y buscamos dónde está el de esta noche.',
        ],
        [
          'Un caracol, una escayola (la de su primo) y una pila de galletas.',
          'Pues ya está: «El caracol que se rompió la casa». Llega al hospital de los animales y el doctor, que es un cangrejo, le pone una escayola de galleta.',
        ],
        [
          'Jajaja, y se la come, claro.',
          'Se la come la primera noche, y la segunda, y la tercera. El cangrejo está desesperado: «¡así no hay caracol que sane!».',
        ],
        [
          '¿Y cómo acaba? Me pide siempre que acabe bien.',
          'El cangrejo hornea una galleta tan fea y tan salada que no apetece. El caracol espera, la casa se cura, y el día del alta le regalan una galleta buena. La comparte con el cangrejo.',
        ],
        [
          'Se ha dormido antes de la galleta salada. Mañana me la pedirá desde el principio.',
          'Esa es la mejor crítica que puede recibir un cuento. Guárdate el final: mañana estará más tierno.',
        ],
        [
          'Buenas noches, Luna. Y gracias por el cangrejo.',
          'Buenas noches. Él dice que pase quien quiera, pero con la casa puesta.',
        ],
      ],
    },
  ],
};
