import { ATLAS, GPT, type Script } from '../script.ts';

export const tenDaysInJapan: Script = {
  number: '04',
  user_id: 'user_demo00002',
  character_id: ATLAS,
  title: 'Ten days in Japan',
  tags: ['travel', 'japan', 'budget'],
  ...GPT,
  scenes: [
    {
      daysAgo: 27.5,
      turns: [
        [
          'We have ten days in Japan in November, two people, around 2,400 euros without flights. Possible?',
          'Possible, if you do not try to see all of it. One fact is missing: are you the kind who unpacks, or can you change beds every night?',
        ],
        [
          'We unpack. My partner would divorce me otherwise.',
          'Then three bases: Tokyo 4 nights, Kyoto 4, one night in the hills between them. Fewer trains, and your marriage is cheaper than any rail pass.',
        ],
        [
          'Is the rail pass worth it for that?',
          'Add the single fares first: Tokyo to Kyoto and back is roughly 180 euros a person, and the 7-day pass costs more than that. With three bases, single tickets win. Check the current price before you buy; it changes.',
        ],
        [
          'And the money: where does it go?',
          'Roughly: beds 1,000, trains 400, food 600, museums and temples 150. That leaves 250 for the day when you fall in love with a ceramic bowl.',
        ],
        [
          'She will fall in love with twelve bowls.',
          'Then we move 100 from beds to bowls: one business hotel with small rooms in Tokyo does it. Shall I set out the days?',
        ],
      ],
    },
    {
      daysAgo: 5.45,
      turns: [
        [
          'Flights are booked: we land on the 6th at 15:40 at Haneda and leave on the 16th at noon.',
          'Good airport, 30 minutes from town. Day one is then only: train, bath, noodles, bed. Anybody who plans a museum after twelve hours in the air is drawing on water.',
        ],
        [
          'What would you do in Kyoto with four nights? We like gardens and hate queues.',
          'Gardens at opening time, 8 or 9, and nothing famous between 11 and 15. East side on foot one morning, the north-west by bus on the next, and one whole day without a list.',
        ],
        ['A day without a list, from you?', 'It is on the list. Item: no list.'],
        [
          'Ha. Do we need to reserve anything now?',
          'Two things: the night in the hills, because November leaves sell it out, and one garden that only admits by application. Everything else can wait until October.',
        ],
        [
          'Booked the hills, a place with a wooden bath. It was 210 for both, dinner included.',
          'Within the margin. Remaining: 2,190, twelve bowls and one blank day. Well earned.',
        ],
      ],
    },
  ],
};
