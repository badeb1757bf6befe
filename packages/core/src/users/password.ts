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

const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** 100 random bits as four groups of letters and digits that cannot be taken for one another. */
export const generatePassword = (): string => {
  // 32 characters: every byte is as good as every other
  const letters = [...randomBytes(GROUPS * GROUP_LENGTH)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length));
  return Array.from({ length: GROUPS }, (_, group) =>
    letters.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH).join(''),
  ).join('-');
};
