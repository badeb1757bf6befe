import { GEMMA, LUNA, type Script } from '../script.ts';

export const smallTalk: Script = {
  number: '09',
  user_id: 'user_demo00004',
  character_id: LUNA,
  title: 'First evening',
  tags: [],
  ...GEMMA,
  archived: true,
  scenes: [
    {
      daysAgo: 33.6,
      turns: [
        [
          'Hi. I am only trying out how this works.',
          'Hello, then, and no hurry. It works like a bench by the water: you sit down, and one of us begins.',
        ],
        [
          'OK. What do you do all day?',
          'I polish a lens as tall as a door and answer whoever comes by. The lens complains less.',
        ],
        [
          'Do lighthouses still need people?',
          'Most of them do not. I suppose that people need lighthouses, so somebody has to keep one for that.',
        ],
        ['Fair enough. Good night!', 'Good night, Grace. Mind the third step, it has opinions.'],
      ],
    },
  ],
};
