import { startLlmSimulator } from '@message-service/testing/llm-simulator';
import { llmPorts } from '../environment.ts';
import { expect, test } from '../fixtures.ts';
import { createConversation, newestMessage, send, storedMessages } from '../journey.ts';

test('a provider dies: answers keep coming, the console shows it and who took over, then that it is back', async ({
  page,
  context,
}) => {
  // waits for the breaker's own time
  test.slow();
  const [first, second] = llmPorts();
  if (first === 0) throw new Error('E2E_LLM_PORTS: the ports at which the product expects llm-service and openai');
  const answering = (text: string) => ({ latency: 'const:1', tokens: 'const:4', models: [text] });
  let service = await startLlmSimulator({ port: first, ...answering('first') });
  const other = await startLlmSimulator({ port: second, ...answering('second') });
  try {
    const id = await createConversation(page, 'Two providers', { provider: 'llm-service', failover: ['openai'] });
    await page.goto(`/conversations/${id}`);
    const desk = await context.newPage();
    await desk.goto('/providers');
    await expect(desk.locator('[data-live="live"]')).toBeVisible();
    const row = (name: string) => desk.locator(`[data-provider="${name}"]`);

    await send(page, 'Are you there?');
    expect([service.stats().requests, other.stats().requests]).toEqual([1, 0]);
    await expect(row('llm-service')).toContainText('Closed');

    await service.close();
    await send(page, 'And now?');
    const moved = await newestMessage(page, id);
    await send(page, 'Still?');
    await expect(row('llm-service')).toContainText(/Open\s*next try/);
    await expect(row('openai')).toContainText('2 from llm-service');
    await expect(
      desk.getByRole('region', { name: 'Recent faults' }).getByRole('row', { name: /llm-service/ }),
    ).toHaveCount(2);
    const message = await context.newPage();
    await message.goto(`/messages/${moved}`);
    const calls = message.getByRole('region', { name: 'Calls to providers' }).getByRole('row');
    await expect(calls).toHaveText([
      /^Call/,
      /^1llm-service.*Could not be reached/,
      /^2openai.*Answered.*instead of llm-service: could not be reached/,
    ]);
    await message.close();
    await send(page, 'And without asking?');
    expect(other.stats().requests).toBe(3);
    await expect(row('openai')).toContainText('3 from llm-service');

    service = await startLlmSimulator({ port: first, ...answering('first') });
    await expect(row('llm-service')).toContainText('Half open');
    await send(page, 'Are you back?');
    await send(page, 'For good?');
    await expect(row('llm-service')).toContainText('Closed');
    expect([service.stats().requests, other.stats().requests]).toEqual([2, 3]);
    const stored = await storedMessages(page, id);
    expect(stored.filter(({ role }) => role === 'assistant')).toHaveLength(6);

    await page.getByRole('textbox', { name: 'Message' }).fill('Tell me at length [[sim:tokens=400 tps=40]]');
    await page.keyboard.press('Enter');
    const writing = page.locator('[data-reply="writing"] p');
    await expect(writing).not.toBeEmpty();
    const begun = (await writing.textContent()) ?? '';
    await desk.goto(`/messages/${await newestMessage(page, id)}`);
    await desk.getByRole('button', { name: 'Cancel processing' }).click();
    await desk.getByRole('dialog').getByRole('button', { name: 'Cancel processing' }).click();
    const partial = page.locator('[data-partial]');
    await expect(partial).toContainText('cut off: the message was cancelled');
    await expect(partial.locator('p')).toContainText(begun);
    await page.reload();
    await expect(partial.locator('p')).toContainText(begun);
    await expect(
      desk.getByRole('region', { name: 'Calls to providers' }).getByRole('row', { name: /Stopped by us/ }),
    ).toHaveCount(1);
    await desk.goto('/providers');

    await row('openai')
      .getByRole('button', { name: /^Force open/ })
      .click();
    await desk.getByLabel('Reason').fill('maintenance');
    await desk.getByRole('dialog').getByRole('button', { name: 'Force open' }).click();
    await expect(row('openai')).toContainText('held by an operator');
    await row('openai')
      .getByRole('button', { name: /^Let go/ })
      .click();
    await desk.getByRole('dialog').getByRole('button', { name: 'Let go' }).click();
    await expect(row('openai')).not.toContainText('held');
  } finally {
    // one that is closed already must not hide what went wrong
    await Promise.allSettled([service.close(), other.close()]);
  }
});
