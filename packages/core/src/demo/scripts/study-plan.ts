import { ATLAS, GEMMA, type Script } from '../script.ts';
import { studyPlanBegins } from './study-plan-begins.ts';
import { studyPlanGoesOn } from './study-plan-goes-on.ts';

export const studyPlan: Script = {
  number: '06',
  user_id: 'user_demo00003',
  character_id: ATLAS,
  title: 'Plan para la oposición',
  tags: ['estudio', 'oposición', 'hábitos'],
  ...GEMMA,
  scenes: [...studyPlanBegins, ...studyPlanGoesOn],
};
