import { ATLAS, GPT, type Script } from '../script.ts';

export const releaseWeek: Script = {
  number: '10',
  user_id: 'user_demoadmin01',
  character_id: ATLAS,
  title: 'Planning the release week',
  tags: ['work', 'release'],
  ...GPT,
  scenes: [
    {
      daysAgo: 0.15,
      turns: [
        [
          'We release on Thursday. Help me to set out the week so that nobody works late.',
          'Gladly. One fact first: what is the last thing that changed, and who understands it besides its author?',
        ],
        [
          'The search index. Only Petra knows it well.',
          'Then Monday morning is an hour with Petra and somebody who asks stupid questions, written down as they go. That is your real release task; the rest is typing.',
        ],
        ['And the freeze? I would say Wednesday noon.', { failed: 'LLM_UNREACHABLE' }],
        [
          'Again: freeze on Wednesday noon?',
          'Tuesday evening. Wednesday belongs to the rehearsal: restore last night’s backup, run the upgrade on it, time it, and practise going back. If going back takes over 15 minutes, that is Wednesday afternoon’s work.',
        ],
        [
          'Good. Friday?',
          'Nothing on Friday, on purpose. Whoever released on Thursday looks at the graphs at ten, and then the week is over.',
        ],
      ],
    },
  ],
};
