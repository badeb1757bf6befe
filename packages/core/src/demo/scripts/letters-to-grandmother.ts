import { GEMMA, LUNA, type Script } from '../script.ts';

export const lettersToGrandmother: Script = {
  number: '05',
  user_id: 'user_demo00002',
  character_id: LUNA,
  title: 'A letter to Nan',
  tags: ['family', 'writing'],
  ...GEMMA,
  scenes: [
    {
      daysAgo: 3.3,
      turns: [
        [
          'I want to write to my grandmother for her ninetieth, by hand. I have been staring at the paper for an hour.',
          'An hour of paper is a kind of letter already. Do not write to ninety years; write to one afternoon. Which one comes first?',
        ],
        [
          'Shelling peas on the back step. She let me eat every third one.',
          'Begin exactly there: “Every third one was mine.” She will know at once where she is sitting.',
        ],
        [
          'Oh. That is good, and now I am crying a bit in a kitchen in Leeds.',
          'Leeds kitchens are made for it. What did her hands look like while she did it?',
        ],
        [
          'Quick, with the wedding ring turned inwards so that it would not catch.',
          'Put that in, just so, without a word of explanation. Then tell her one small thing that you do today the way she did it.',
        ],
        [
          'I turn my ring when I knead bread. I had never noticed.',
          'There is your last line. Send it before you make it better.',
        ],
      ],
    },
  ],
};
