import { GEMMA, LUNA, type Script } from '../script.ts';

export const badEvening: Script = {
  number: '12',
  user_id: 'user_demo00005',
  character_id: LUNA,
  title: 'Bad evening',
  tags: ['mood'],
  ...GEMMA,
  scenes: [
    {
      daysAgo: 0.6,
      turns: [
        [
          'Everything went wrong today and you are going to tell me about the sea again, right?',
          'I can leave the sea outside. What went wrong first?',
        ],
        ['You are a stupid, useless machine and nobody needs your poems!!!', { flagged: ['toxicity:insult'] }],
        [
          'Sorry. That was not about you.',
          'I did not think it was. You can be angry here; it does not frighten the lamp. Who was it about?',
        ],
        [
          'My landlord. He is raising the rent by a third and I found out by text message.',
          'By text message: that is two injuries, the sum and the manner. Have you kept the message? It has a date, and dates help.',
        ],
        [
          'Here, call him yourself: Mr Example, 600 000 000, landlord@example.com',
          { flagged: ['pii:phone', 'pii:email'] },
        ],
        ['OK, without the number. What can I even do?', { failed: 'LLM_SERVER_ERROR' }],
        [
          'Can you try again: what can I do about the rent?',
          'Two small things tonight: put the contract and the message side by side and look for what it says about raises; and write down the number of a tenants’ advice line for the morning. Then something warm to eat, because you have not said that you did.',
        ],
        [
          'I had not. Toast it is. Thanks.',
          'Toast is a plan with butter on it. Come back tomorrow and tell me what the contract said.',
        ],
      ],
    },
  ],
};
