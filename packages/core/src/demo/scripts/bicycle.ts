import { ATLAS, GPT, type Script } from '../script.ts';

export const bicycle: Script = {
  number: '08',
  user_id: 'user_demo00004',
  character_id: ATLAS,
  title: 'The bicycle that clicks',
  tags: ['repair', 'bicycle'],
  ...GPT,
  scenes: [
    {
      daysAgo: 8.25,
      turns: [
        [
          'My bike clicks once per turn of the pedals, only when I push hard.',
          'Once per pedal turn means crank, pedal or bottom bracket, not the wheels. Does it still click if you stand up, off the saddle?',
        ],
        [
          'Yes, standing too. Only on the right side I think.',
          'Saddle excluded. Take the right pedal off, clean the thread, a little grease, tighten again. It costs nothing and cures half of all clicks.',
        ],
        ['It will not come off! I am turning it to the left with all my weight.', { failed: 'LLM_TIMEOUT' }],
        [
          'Are you there? The pedal does not move.',
          'Here. The right pedal opens to the left, seen from the right side: towards the back wheel at the top. Put a drop of oil on it, wait ten minutes, and use a longer lever rather than more anger.',
        ],
        [
          'It moved! It was full of old sand.',
          'A fixed point at last. Clean both threads, grease, and tighten until firm. Then ride the same hill and listen.',
        ],
        [
          'Silence. Glorious silence. I owe you a coffee.',
          'Spend it on a second pedal’s worth of grease. The left one has the same sand.',
        ],
      ],
    },
  ],
};
