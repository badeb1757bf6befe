import { z } from 'zod';

const Settings = z.object({
  /** Where the api listens, seen from the console's server; the browser never learns it. */
  API_URL: z.url().default('http://127.0.0.1:8004'),
});

const settings = Settings.parse(process.env);

export const apiUrl = settings.API_URL.replace(/\/+$/, '');
export const isDevelopment = process.env.NODE_ENV === 'development';
