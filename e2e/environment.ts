import { readFileSync } from 'node:fs';

const { E2E_API_URL, E2E_CREDENTIALS } = process.env;

export type Account = { email: string; password: string };

/** Where the api of the product under test is. */
export const apiUrl = E2E_API_URL ?? 'http://127.0.0.1:8004';

/** The demo accounts of the product under test. */
export const accounts = (): { admin: Account; moderator: Account } =>
  JSON.parse(readFileSync(E2E_CREDENTIALS ?? '../.data/credentials.json', 'utf8'));
