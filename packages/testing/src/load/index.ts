export { type Client, createClient, type SendInput } from './create-client.ts';
export { type FollowedEvent, followMessage } from './follow-message.ts';
export { type Attempt, createLedger, type Ledger } from './ledger.ts';
export { type Load, startLoad } from './start-load.ts';
