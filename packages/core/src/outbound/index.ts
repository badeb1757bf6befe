export { guardOutbound, RefusedAddressError } from './guard-outbound.ts';
export { OutboundSettings } from './settings-schema.ts';
