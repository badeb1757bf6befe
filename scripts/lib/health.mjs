import { Failure } from './failure.mjs';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function ask(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000), redirect: 'manual' });
    const text = await response.text();
    return { ok: response.status === 200, said: `${response.status} ${text.slice(0, 300)}` };
  } catch (error) {
    return { ok: false, said: error.cause?.code ?? error.message };
  }
}

/** Waits until `url` answers 200. Throws Failure with its last answer after `limitMs`. */
export async function waitUntilHealthy(name, url, limitMs = 90_000) {
  const deadline = performance.now() + limitMs;
  let last = await ask(url);
  while (!last.ok && performance.now() < deadline) {
    await pause(100);
    last = await ask(url);
  }
  if (!last.ok)
    throw new Failure(`${name} is not healthy after ${limitMs / 1000} s. ${url} last answered: ${last.said}`);
}
