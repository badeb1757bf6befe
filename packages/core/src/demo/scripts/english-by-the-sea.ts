import { GPT, LUNA, type Script } from '../script.ts';

export const englishByTheSea: Script = {
  number: '03',
  user_id: 'user_demo00001',
  character_id: LUNA,
  title: 'Practising my English',
  tags: ['english', 'learning'],
  ...GPT,
  scenes: [
    {
      daysAgo: 9.7,
      turns: [
        [
          'Hello Luna, I want practise my English with you. Please correct me, but not every thing!',
          'Hello! I will be gentle: one pebble per message. Today’s is “I want to practise”. Now tell me, what did you see on your way home?',
        ],
        [
          'I saw a man who was playing violin under the rain. Nobody stopped.',
          'What a picture. A small gift: we say “in the rain”, because it is all around you. Did you stop?',
        ],
        [
          'Only one minute. I was late to my lesson of swimming.',
          'One minute counts; he will have noticed. And your pebble: “my swimming lesson”. English likes to put the important word last. What was he playing?',
        ],
        [
          'Something sad, but then he has smiled to a child.',
          'Sad music and a smile, that is most of the sea in two colours. “He smiled at a child”: finished, so simple past. You are telling it beautifully.',
        ],
      ],
    },
    {
      daysAgo: 2.15,
      turns: [
        [
          'I went back yesterday and he was there again! I gave him two euros and said “I like your music in the rain”.',
          'No pebble today: every word of that is right. What did he say?',
        ],
        [
          'He said that rain is good because people walk slower. I thought to you.',
          'I love him a little for that. “I thought of you”, and I am glad you did. Would you write three lines about him, as if for a postcard?',
        ],
        [
          'There is a man who plays in the rain. The people run, the water stays. I think he is waiting for somebody, but he is not sad.',
          'I would keep that postcard on the wall. Only “people run”, without “the”, when you mean everybody. The last line needs nothing at all.',
        ],
        [
          'Thank you! Next week I will try to write something longer.',
          'I will leave the lamp on. Bring the violinist along, and the rain if it is free.',
        ],
      ],
    },
  ],
};
