import { Character } from '@message-service/shared/characters';
import { expect, test } from 'vitest';
import { getCharacter, listCharacters } from './index.ts';

test('Luna and Atlas are always known, whole and with a prompt', async () => {
  for (const [id, name] of [
    ['char_luna00001', 'Luna'],
    ['char_atlas0001', 'Atlas'],
  ] as const) {
    const character = await getCharacter(id);
    expect(Character.parse(character)).toEqual(character);
    expect(character.system_prompt).toContain(`You are ${name},`);
  }
});

test('an unknown character is not found', async () => {
  await expect(getCharacter('char_nobody001')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('the list that users see holds no prompt', async () => {
  const list = await listCharacters();
  expect(list.map((character) => character.name)).toEqual(['Luna', 'Atlas']);
  expect(JSON.stringify(list)).not.toMatch(/system_prompt|You are/);
});
