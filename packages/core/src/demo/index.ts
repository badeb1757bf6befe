export { type SeededData, seedDemoData } from './seed-demo-data.ts';
