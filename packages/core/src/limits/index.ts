export { type LimitState, releaseMessageSlot, takeMessageSlot } from './take-message-slot.ts';
