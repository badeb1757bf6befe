export { allFilters, judgeText } from './pipeline.ts';
export { defaultPolicy } from './policy.ts';
