import type { Script } from '../script.ts';
import { afterTheShift } from './after-the-shift.ts';
import { badEvening } from './bad-evening.ts';
import { bicycle } from './bicycle.ts';
import { englishByTheSea } from './english-by-the-sea.ts';
import { lettersToGrandmother } from './letters-to-grandmother.ts';
import { movingToValencia } from './moving-to-valencia.ts';
import { releaseWeek } from './release-week.ts';
import { sleeplessNights } from './sleepless-nights.ts';
import { smallTalk } from './small-talk.ts';
import { storyForInes } from './story-for-ines.ts';
import { studyPlan } from './study-plan.ts';
import { tenDaysInJapan } from './ten-days-in-japan.ts';

export const scripts: readonly Script[] = [
  sleeplessNights,
  movingToValencia,
  englishByTheSea,
  tenDaysInJapan,
  lettersToGrandmother,
  studyPlan,
  storyForInes,
  bicycle,
  smallTalk,
  releaseWeek,
  afterTheShift,
  badEvening,
];
