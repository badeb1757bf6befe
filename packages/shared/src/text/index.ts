export { countCodePoints, isWellFormed } from './count-code-points.ts';
export { countWords } from './count-words.ts';
