import { Character } from '@message-service/shared/characters';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answer, openNeighbours, startNeighbour } from '../neighbour.test-kit.ts';
import { getCharacter, listCharacters } from './index.ts';

describe('built in', () => {
  const ctx = openNeighbours({});

  test('Luna and Atlas are always known, whole and with a prompt', async () => {
    for (const [id, name] of [
      ['char_luna00001', 'Luna'],
      ['char_atlas0001', 'Atlas'],
    ] as const) {
      const character = await getCharacter(ctx, id);
      expect(Character.parse(character)).toEqual(character);
      expect(character.system_prompt).toContain(`You are ${name},`);
    }
  });

  test('an unknown character is not found', async () => {
    await expect(getCharacter(ctx, 'char_nobody001')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('the list that users see holds no prompt', async () => {
    const list = await listCharacters(ctx);
    expect(list.map((character) => character.name)).toEqual(['Luna', 'Atlas']);
    expect(JSON.stringify(list)).not.toMatch(/system_prompt|You are/);
  });
});

describe('from the Characters Service', () => {
  const character_id = 'char_vega000001';
  let server: Awaited<ReturnType<typeof startNeighbour>>;
  beforeAll(async () => {
    server = await startNeighbour(answer(404, {}));
  });
  afterAll(() => server.close());
  const open = () => {
    server.seen.length = 0;
    return openNeighbours({ CHARACTERS_SERVICE_URL: server.url, NEIGHBOUR_MAX_TRIES: '1' });
  };

  test('its short form is completed; the built-in ones are not known; a wrong one is none', async () => {
    const ctx = open();
    server.control.behave = answer(200, { id: character_id, name: 'Vega', description: 'A star.' });
    expect(await getCharacter(ctx, character_id)).toEqual({
      character_id,
      name: 'Vega',
      description: { en: 'A star.', es: 'A star.' },
      greeting: { en: 'Vega', es: 'Vega' },
      system_prompt: 'You are Vega. A star.',
    });
    expect(server.seen).toMatchObject([{ method: 'GET', path: `/characters/${character_id}` }]);
    await expect(getCharacter(ctx, 'char_other00001')).rejects.toMatchObject({ fault: 'wrong_schema' });
    server.control.behave = answer(404, {});
    await expect(getCharacter(ctx, 'char_luna00001')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('twenty who ask at once cost one call; the answer is remembered, and serves on while the service is away', async () => {
    const ctx = open();
    server.control.behave = answer(200, { character_id, name: 'Vega' });
    const all = await Promise.all(Array.from({ length: 20 }, () => getCharacter(ctx, character_id)));
    expect(new Set(all).size).toBe(1);
    await getCharacter(ctx, character_id);
    expect(server.seen).toHaveLength(1);
    ctx.clock.ms += 300_000;
    server.control.behave = answer(200, { character_id, name: 'Vega II' });
    expect((await getCharacter(ctx, character_id)).name).toBe('Vega II');
    ctx.clock.ms += 300_000;
    server.control.behave = answer(500, {});
    expect((await getCharacter(ctx, character_id)).name).toBe('Vega II');
    expect(server.seen).toHaveLength(3);
    ctx.clock.ms += 86_400_000;
    await expect(getCharacter(ctx, character_id)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    server.control.behave = answer(404, {});
    await expect(getCharacter(ctx, character_id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('the list, as a list or as a page, without prompts', async () => {
    const ctx = open();
    const vega = { character_id, name: 'Vega', system_prompt: 'You are Vega, a secret.' };
    for (const body of [[vega], { items: [vega], next_cursor: null }]) {
      server.control.behave = answer(200, body);
      const list = await listCharacters(ctx);
      expect(list.map(({ name }) => name)).toEqual(['Vega']);
      expect(JSON.stringify(list)).not.toContain('secret');
    }
    server.control.behave = answer(200, []);
    expect(await listCharacters(ctx)).toEqual([]);
    server.control.behave = answer(500, []);
    await expect(listCharacters(ctx)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
