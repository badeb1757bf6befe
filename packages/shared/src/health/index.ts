export { DependencyHealth, Health, HealthStatus } from './schema.ts';
