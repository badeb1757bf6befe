import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

// argon2id, the library's default; 19 MiB, 2 passes, 1 lane: OWASP Password Storage Cheat Sheet
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };

let decoy: Promise<string> | undefined;

/** An argon2id hash in PHC format. */
export const hashPassword = (password: string): Promise<string> => hash(password, PARAMETERS);

/** Whether the password matches. Without a hash it works as long, so that unknown accounts cannot be told by time. */
export const verifyPassword = async (passwordHash: string | null, password: string): Promise<boolean> => {
  decoy ??= hashPassword(randomBytes(32).toString('base64url'));
  const other = await decoy;
  const matches = await verify(passwordHash ?? other, password);
  return passwordHash !== null && matches;
};
