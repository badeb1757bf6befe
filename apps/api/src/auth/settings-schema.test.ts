import { describe, expect, it } from 'vitest';
import { AuthSettings, consoleOrigins } from './settings-schema.ts';

describe('AuthSettings', () => {
  it('has defaults for all that is optional', () => {
    expect(AuthSettings.parse({})).toEqual({
      AUTH_ISSUER: 'message-service',
      AUTH_AUDIENCE: 'message-service',
      CONSOLE_PORT: 3000,
    });
  });

  it.each([
    ['AUTH_JWKS_URL', 'file:///etc/passwd'],
    ['AUTH_JWKS_URL', 'not an address'],
    ['JWT_SECRET_KEY', 'fifteen letters'],
    ['CONSOLE_PORT', '70000'],
    ['CONSOLE_ORIGINS', '*'],
    ['CONSOLE_ORIGINS', 'null'],
    ['CORS_ORIGINS', '*'],
    ['CONSOLE_ORIGINS', 'https://a.example,'],
    ['CONSOLE_ORIGINS', 'https://a.example/path'],
    ['CONSOLE_ORIGINS', 'a.example'],
  ])('refuses %s %s', (name, value) => {
    const parsed = AuthSettings.safeParse({ [name]: value });
    expect(parsed.error?.issues.map((issue) => issue.path[0])).toEqual([name]);
  });
});

describe('consoleOrigins', () => {
  it('are those of this machine unless they are given', () => {
    expect(consoleOrigins(AuthSettings.parse({ CONSOLE_PORT: '3456' }))).toEqual([
      'http://localhost:3456',
      'http://127.0.0.1:3456',
    ]);
    expect(consoleOrigins(AuthSettings.parse({ CONSOLE_PORT: '80' }))).toEqual([
      'http://localhost',
      'http://127.0.0.1',
    ]);
  });

  it('are written as browsers write them', () => {
    const settings = AuthSettings.parse({ CONSOLE_ORIGINS: 'https://A.example:443/, http://b.example:8080' });
    expect(consoleOrigins(settings)).toEqual(['https://a.example', 'http://b.example:8080']);
  });
});
