import { BlockList, isIP } from 'node:net';

type Family = 'ipv4' | 'ipv6';
const familyOf = (address: string): Family => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** A list of networks. IPv4 networks also match their addresses as IPv6 writes them (`::ffff:10.0.0.1`). */
const toList = (networks: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = familyOf(address);
    list.addSubnet(address, Number(prefix ?? (family === 'ipv4' ? 32 : 128)), family);
  }
  return list;
};

/** Nobody's service: this network, link-local, multicast, metadata of clouds, and IPv6 that wraps IPv4 up. */
const NEVER = toList([
  ...['0.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4'],
  ...['100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd00:ec2::254', 'fd20:ce::254'],
  ...['::/128', 'fe80::/10', 'ff00::/8', '64:ff9b:1::/48', '2002::/16', '2001::/32'],
]);
const PRIVATE = toList([
  ...['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15'],
  ...['::1', 'fc00::/7', 'fec0::/10'],
]);

/** IPv4 as networks that have IPv6 alone reach it: the last four bytes are the address. */
const NAT64 = toList(['64:ff9b::/96']);

const unwrap = (address: string): string => {
  const [plain = ''] = address.split('%');
  if (!NAT64.check(plain, familyOf(plain))) return plain;
  const groups = new URL(`http://[${plain}]/`).hostname.slice(1, -1).split(':');
  const [high = 0, low = 0] = groups.slice(-2).map((group) => Number.parseInt(group || '0', 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
};

/** Whether a host that resolved to an address may be called. */
export type Judge = (host: string, address: string) => boolean;

/** `allowed` are hosts by name, addresses, and networks that may be private. */
export const createJudge = (allowed: readonly string[]): Judge => {
  const networks = toList(allowed.filter((entry) => entry.includes('/') || isIP(entry) !== 0));
  const hosts = new Set(allowed);
  return (host, written) => {
    const address = unwrap(written);
    const family = familyOf(address);
    if (NEVER.check(address, family)) return false;
    if (!PRIVATE.check(address, family)) return true;
    return hosts.has(host.toLowerCase()) || networks.check(address, family);
  };
};
