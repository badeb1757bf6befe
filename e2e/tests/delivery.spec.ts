import { gzipSync } from 'node:zlib';
import { expect, test } from '../fixtures.ts';
import { createConversation } from '../journey.ts';

/** Gzipped JavaScript of the framework's empty page with the same versions, in bytes. */
const FLOOR = 135_100;
const BUDGET = 60_000;

test('every answer carries the security headers, every page its own nonce', async ({ page }) => {
  const nonces = new Set<string>();
  for (const path of ['/', '/login', '/queues', '/no-such-page', '/api/health', '/preferences', '/icon.svg']) {
    const answer = await page.request.get(path);
    const headers = answer.headers();
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    expect(headers['x-frame-options'], path).toMatch(/^(DENY|SAMEORIGIN)/);
    expect(headers['strict-transport-security'], path).toContain('max-age=');
    expect(headers['x-powered-by'], path).toBeUndefined();
    const policy = headers['content-security-policy'] ?? '';
    if (path.startsWith('/api') || path.endsWith('.svg')) continue;
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy, path).not.toContain('unsafe');
    nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? '');
  }
  expect(nonces.size).toBe(5);
});

test('no route ships more than 60 kB of JavaScript beyond the framework', async ({ page }) => {
  const id = await createConversation(page, 'Weighed');
  for (const path of ['/login', '/', '/conversations', `/conversations/${id}`, '/queues', '/messages/msg_000000000']) {
    const html = await (await page.request.get(path)).text();
    const scripts = new Set(
      [...html.matchAll(/<script[^>]*src="([^"]+)"[^>]*>/g)]
        .filter(([tag]) => !/nomodule/i.test(tag))
        .map(([, source]) => source ?? ''),
    );
    let bytes = 0;
    for (const source of scripts) bytes += gzipSync(await (await page.request.get(source)).body()).length;
    expect(bytes - FLOOR, path).toBeLessThan(BUDGET);
  }
});
