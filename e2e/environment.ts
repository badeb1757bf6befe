import { readFileSync } from 'node:fs';

const {
  CHROMIUM_ARGS,
  CHROMIUM_PATH,
  E2E_ADMIN_EMAIL,
  E2E_ADMIN_PASSWORD,
  E2E_API_URL,
  E2E_CONSOLE_URL,
  E2E_CREDENTIALS,
  E2E_LLM_PORTS,
  PLAYWRIGHT_JSON_OUTPUT_FILE,
  UPDATE_SCREENSHOTS,
} = process.env;

export type Account = { email: string; password: string };

/** Where the api of the product under test is. */
export const apiUrl = E2E_API_URL ?? 'http://127.0.0.1:8004';

/** Where its console is. */
export const consoleUrl = E2E_CONSOLE_URL ?? 'http://127.0.0.1:3000';

/** The demo accounts of the product under test. */
export const accounts = (): { admin: Account; moderator: Account } =>
  JSON.parse(readFileSync(E2E_CREDENTIALS ?? '../.data/credentials.json', 'utf8'));

/** Who goes through the journeys: the demo admin, or the account named in the environment. */
export const admin = (): Account =>
  E2E_ADMIN_EMAIL && E2E_ADMIN_PASSWORD ? { email: E2E_ADMIN_EMAIL, password: E2E_ADMIN_PASSWORD } : accounts().admin;

/** Where the product expects `llm-service` and `openai`; nothing listens there until a journey does. */
export const llmPorts = (): [number, number] => {
  const [first = 0, second = 0] = (E2E_LLM_PORTS ?? '').split(',').map(Number);
  return [first, second];
};

export const browser = {
  executablePath: CHROMIUM_PATH,
  args: (CHROMIUM_ARGS ?? '--no-sandbox').split(' ').filter(Boolean),
};

/** Whether a machine-readable report is wanted beside the list. */
export const wantsReport = PLAYWRIGHT_JSON_OUTPUT_FILE !== undefined;

/** Whether the pictures of the README are taken again. */
export const updateScreenshots = UPDATE_SCREENSHOTS === '1';
