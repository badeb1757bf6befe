export { eventCheckpoints } from './event-checkpoints.ts';
export { diffDocuments, foldEvents } from './fold-events.ts';
export { getProjectionLag } from './get-projection-lag.ts';
export { keepLog, keepLogOnce } from './keep-log.ts';
export { type Changes, type MessageEventDoc, messageEvents, OutboxEntry } from './message-events.ts';
export { defineProjection, type Projection, type ProjectionChange } from './projection.ts';
export { type RebuildReport, rebuildProjection } from './rebuild-projection.ts';
export type { OutboxSource, PendingStream } from './relay-events.ts';
export { ProjectionHeldError } from './run-projection.ts';
