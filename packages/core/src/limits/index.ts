export { releaseStalePlaces } from './release-stale-places.ts';
export { type LimitState, releaseMessageSlot, renewMessageSlot, takeMessageSlot } from './take-message-slot.ts';
