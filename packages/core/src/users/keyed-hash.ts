import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { CoreSettings } from '../settings.ts';

type HashSettings = Pick<CoreSettings, 'HASH_SECRET_KEY'>;

const GROUPS = 8;
const NETWORK_GROUPS = 4;

const expand = (address: string): string[] => {
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Math.max(0, GROUPS - left.length - right.length);
  const middle = tail === undefined ? [] : Array<string>(zeros).fill('0');
  return [...left, ...middle, ...right].map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''));
};

/** What counts as one address: an IPv4 address, or the /64 network that one IPv6 subscriber owns. */
export const toNetwork = (address: string): string => {
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address);
  if (mapped?.[1] !== undefined) return mapped[1];
  const bare = address.split('%')[0] ?? address;
  return isIPv6(bare) ? `${expand(bare).slice(0, NETWORK_GROUPS).join(':')}::/64` : address;
};

const keyedHash = ({ HASH_SECRET_KEY }: HashSettings, kind: string, value: string) =>
  createHmac('sha256', HASH_SECRET_KEY).update(`${kind}\0${value}`).digest('hex');

/** A network address as it may be stored: a keyed hash of it, the same for all of an IPv6 /64. */
export const hashAddress = (settings: HashSettings, address: string): string =>
  keyedHash(settings, 'address', toNetwork(address));

export const hashEmail = (settings: HashSettings, email: string): string => keyedHash(settings, 'email', email);

/** Under which the failed sign-ins of an account are counted; the address as it is stored. */
export const accountKey = (settings: HashSettings, email: string): string => `account:${hashEmail(settings, email)}`;
