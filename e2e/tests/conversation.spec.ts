import { expect, test } from '../fixtures.ts';
import { createConversation, send, storedMessages } from '../journey.ts';

test('a new conversation: pick a character, send, watch the reply arrive piece by piece', async ({ page }) => {
  const streams: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/messages.watch')) streams.push(request.url());
  });
  await page.goto('/conversations');
  await page.getByRole('button', { name: 'New conversation' }).click();
  const dialog = page.getByRole('dialog', { name: 'New conversation' });
  await dialog.getByRole('radio', { name: /^Luna/ }).check();
  await dialog.getByLabel('Title (optional)').fill('Streamed');
  await dialog.getByRole('button', { name: 'Start conversation' }).click();
  await expect(page).toHaveURL(/\/conversations\/conv_[A-Za-z0-9]+$/);
  await expect(page.getByRole('heading', { level: 2, name: 'Streamed' })).toBeVisible();

  await page.evaluate(() => {
    const lengths: number[] = [];
    Reflect.set(window, 'replyLengths', lengths);
    new MutationObserver(() => {
      const length = document.querySelector('[data-reply="writing"] p')?.textContent?.length;
      if (length !== undefined && length !== lengths.at(-1)) lengths.push(length);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await send(page, 'Tell me something about lighthouses.');
  const lengths: number[] = await page.evaluate(() => Reflect.get(window, 'replyLengths'));
  expect(lengths.length).toBeGreaterThan(2);
  expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
  expect(streams).toHaveLength(1);

  const id = page.url().split('/').at(-1) ?? '';
  const stored = await storedMessages(page, id);
  expect(stored.map(({ role }) => role)).toEqual(['user', 'assistant']);
  const reply = page.getByRole('log').getByRole('article').last();
  await expect(reply.locator('p').first()).toHaveText(stored[1]?.text ?? '');
  await page.reload();
  await expect(reply.locator('p').first()).toHaveText(stored[1]?.text ?? '');
  await expect(page.getByRole('navigation', { name: 'Conversation list' }).getByText('Streamed').first()).toBeVisible();
});

test('text is never markup', async ({ page }) => {
  const id = await createConversation(page, 'Markup <b>bold</b>');
  await page.goto(`/conversations/${id}`);
  const text = '<img src="https://example.com/x.png" onerror="alert(1)"> **bold** [link](https://example.com)';
  await send(page, text);
  const log = page.getByRole('log');
  await expect(log.getByRole('article').first().locator('p').first()).toHaveText(text);
  await expect(log.locator('img, b, strong, a[href^="http"]')).toHaveCount(0);
});

test('an answer lost on the way is made up for without sending twice', async ({ page, guard }) => {
  guard.allow(/console: Failed to load resource/);
  const id = await createConversation(page, 'Lost answer');
  await page.goto(`/conversations/${id}`);
  await page.route('**/api/trpc/messages.send**', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  await page.getByRole('textbox', { name: 'Message' }).fill('Did this arrive?');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'Not sent' })).toContainText('The service cannot be reached.');
  await page.unroute('**/api/trpc/messages.send**');
  await page.getByRole('button', { name: 'Send again' }).click();
  const entries = page.getByRole('log').getByRole('article');
  await expect(entries).toHaveCount(2);
  await expect(page.locator('[data-reply]')).toHaveCount(0);
  expect((await storedMessages(page, id)).map(({ role }) => role)).toEqual(['user', 'assistant']);
});

test('a reply that arrives while the reader is further up moves nothing, and says so', async ({ page }) => {
  const id = await createConversation(page, 'Further up');
  await page.goto(`/conversations/${id}`);
  await send(page, Array.from({ length: 150 }, (_, line) => `Line ${line}`).join('\n'));
  await page.getByRole('textbox', { name: 'Message' }).fill('And now?');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-reply]')).toHaveCount(1);
  const log = page.getByRole('log');
  await log.hover();
  await page.mouse.wheel(0, -900);
  await expect(page.getByRole('button', { name: /^(Jump to the latest|1 new)$/ })).toBeVisible();
  const top = () => log.evaluate((element) => Math.round(element.getBoundingClientRect().top));
  const before = await top();
  await expect(page.getByRole('button', { name: '1 new' })).toBeVisible();
  expect(await top()).toBe(before);
  await page.getByRole('button', { name: '1 new' }).click();
  await expect(log.getByRole('article').last()).toBeInViewport();
  await expect(page.getByRole('button', { name: /^(Jump to the latest|1 new)$/ })).toHaveCount(0);
});

test('a message leads to its document, and the document back to the conversation', async ({ page }) => {
  const id = await createConversation(page, 'Document');
  await page.goto(`/conversations/${id}`);
  await send(page, 'One message.');
  await page.getByRole('link', { name: 'Open the message document 2' }).click();
  await expect(page).toHaveURL(/\/messages\/msg_[A-Za-z0-9]+$/);
  await expect(page.getByRole('region', { name: 'Identity' })).toContainText('Character');
  await expect(page.getByRole('region', { name: 'Model and tokens' })).toBeVisible();
  await page.getByRole('link', { name: 'Open the conversation' }).click();
  await expect(page).toHaveURL(`/conversations/${id}`);
});

test('the list narrows by text and says when nothing is left', async ({ page }) => {
  const name = crypto.randomUUID();
  await createConversation(page, `Zéphyr ${name}`);
  await page.goto('/conversations?scope=own');
  const search = page.getByRole('searchbox', { name: 'Filter by title, tag or id' });
  await search.fill(`zephyr ${name}`);
  const rows = page.getByRole('navigation', { name: 'Conversation list' }).getByRole('link');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(`Zéphyr ${name}`);
  await search.fill('no such title anywhere');
  await expect(page.getByText('Nothing matches the filter')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await expect(search).toBeFocused();
  await expect(rows.first()).toBeVisible();
});

test('on a phone list and conversation take turns', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const title = `On a phone ${crypto.randomUUID()}`;
  const id = await createConversation(page, title);
  await page.goto('/conversations?scope=own');
  await page.getByRole('link', { name: title }).click();
  await expect(page).toHaveURL(`/conversations/${id}?scope=own`);
  await expect(page.getByRole('navigation', { name: 'Conversation list' })).toBeHidden();
  await send(page, 'Hello from a phone');
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await expect(page.getByRole('navigation', { name: 'Conversation list' })).toBeVisible();
});

test('messages sent one right after the other keep their order', async ({ page }) => {
  const id = await createConversation(page, 'In order');
  await page.goto(`/conversations/${id}`);
  const texts = ['first', 'second', 'third', 'fourth'];
  const box = page.getByRole('textbox', { name: 'Message' });
  for (const text of texts) {
    await box.fill(text);
    await page.keyboard.press('Enter');
  }
  const sent = async () =>
    (await storedMessages(page, id)).filter(({ role }) => role === 'user').map(({ text }) => text);
  await expect.poll(sent).toEqual(texts);
  await expect(page.locator('[data-reply]')).toHaveCount(0);
});
