export { type LimitState, releaseMessageSlot, renewMessageSlot, takeMessageSlot } from './take-message-slot.ts';
