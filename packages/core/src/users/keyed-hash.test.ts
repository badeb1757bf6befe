import { describe, expect, it } from 'vitest';
import { hashAddress } from './index.ts';
import { toNetwork } from './keyed-hash.ts';

describe('toNetwork', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:203.0.113.7', '203.0.113.7'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:DB8:0:0:ffff::2', '2001:db8:0:0::/64'],
    ['2001:0db8:0000:0000:1:2:3:4', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['1:2:3:4:5:6:7::', '1:2:3:4::/64'],
    ['not an address', 'not an address'],
  ])('takes %s for %s', (address, network) => {
    expect(toNetwork(address)).toBe(network);
  });
});

describe('hashAddress', () => {
  it('depends on the key', () => {
    const [one, other] = ['one secret of sixteen', 'other secret of sixteen'].map((HASH_SECRET_KEY) =>
      hashAddress({ HASH_SECRET_KEY }, '203.0.113.7'),
    );
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(one).not.toBe(other);
  });
});
