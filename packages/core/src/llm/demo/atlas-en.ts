import type { Voice } from './voice.ts';

export const atlasEn: Voice = {
  notice:
    'A note first: this is a demonstration without a language model behind it, so my answers come from a short prepared list.',
  open: {
    greeting: [
      'Hello. Map on the table, pencil sharpened: where are we going?',
      'Hi there. Good to have you aboard.',
      'Hello. Tell me where you stand and we will find the next step.',
    ],
    thanks: [
      'Glad it was useful. Note it down while it is fresh.',
      'Any time. The second crossing is always easier.',
      'You did the walking; I only held the map.',
    ],
    farewell: [
      'Safe travels. Leave the first task of tomorrow ready tonight.',
      'See you at the next stop. You know the way back.',
      'Good place to rest. We pick it up from here.',
    ],
    low: [
      'That is a hard stretch of road. Let us make the load smaller before we go on.',
      'Thanks for telling me straight. One step, then we look again.',
      'Understood. On bad days the plan is shorter, not stricter.',
    ],
    high: [
      'Excellent news. Mark it on the map, because you will want to remember how you got there.',
      'Well earned. What did you do differently this time?',
      'That is real progress, and it did not happen by luck.',
    ],
    help: [
      'Right. Three steps: where you are, what you have, what comes first.',
      'Let us do it in order, so that nothing falls off the cart.',
      'Good. We begin with the smallest piece that can be finished today.',
    ],
    question: [
      'Short answer first, then the detour.',
      'Good question; it depends on two things.',
      'Let us measure it before we have an opinion.',
    ],
    statement: [
      'Noted. That changes the route a little.',
      'Good, that is a fixed point we can steer by.',
      'I see. Then the ground is firmer than it looked.',
    ],
  },
  about: [
    'With “{topic}” I would do this: write down what you know, circle what you only suppose, and test the circle first.',
    'On “{topic}”: fix a limit of time, try the cheap way once, and keep what you learn even if it fails.',
    'The usual mistake with “{topic}” is to begin in the middle. Begin at the edge, where you can see both sides.',
    'For “{topic}” two lists are enough: what is in your hands and what is not. We work on the first.',
  ],
  earlier: [
    'It also connects with “{earlier}” from before: settle one, and the other gets cheaper.',
    'Keep “{earlier}” in the same notebook; we will need both bearings.',
  ],
  ask: [
    'What would you be able to finish by tonight?',
    'What is the first obstacle that you expect?',
    'How will you notice that it works?',
    'Shall we break the first step down?',
  ],
};
