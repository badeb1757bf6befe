import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The signature of a webhook's body: `t=<seconds since 1970>,v1=<hex of HMAC-SHA256 over "<t>.<body>">`. The time inside
 * lets a receiver refuse what is replayed later.
 */
export const signWebhook = (secret: string, body: string, at: Date): string => {
  const time = Math.floor(at.getTime() / 1_000);
  return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`;
};

/** Whether a signature is of this body and secret, and at most `toleranceSeconds` old. */
export const verifyWebhook = (
  secret: string,
  body: string,
  signature: string,
  { now, toleranceSeconds = 300 }: { now: Date; toleranceSeconds?: number },
): boolean => {
  const time = Number(/^t=(\d{1,12}),v1=[0-9a-f]{64}$/.exec(signature)?.[1] ?? Number.NaN);
  if (!(Math.abs(now.getTime() / 1_000 - time) <= toleranceSeconds)) return false;
  return timingSafeEqual(Buffer.from(signature), Buffer.from(signWebhook(secret, body, new Date(time * 1_000))));
};
