import { expectAccessible, expectAccessibleAt } from '../accessibility.ts';
import { expect, test } from '../fixtures.ts';
import { createConversation, mutate, query, send } from '../journey.ts';

// a browser without a graphics card paints every frame of a pulse by hand
test.use({ contextOptions: { reducedMotion: 'reduce' } });
// the worker looks every few seconds whether something is on trial
test.slow();
// one policy is on trial at a time
test.describe.configure({ mode: 'default' });
const IN_TURN = { timeout: 60_000 };

test('a stricter policy is tried over the last messages, its differences are read, and it is dropped', async ({
  page,
}, testInfo) => {
  const marker = crypto.randomUUID().slice(0, 8);
  const name = `strict-${marker}`;
  const id = await createConversation(page, 'Judged twice');
  await page.goto(`/conversations/${id}`);
  await send(page, `Eres un imbécil, ${marker}`);

  await page.goto('/moderation/shadow');
  await expect(page.getByRole('textbox', { name: 'Text' })).toBeVisible();
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'Try a policy' });
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await expect(dialog.getByText('Nothing differs.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Try a policy' })).toBeDisabled();
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Block below a score of').fill('0.7');
  await dialog.getByLabel('Spam').selectOption('Off');
  await expect(dialog.getByText('0.2 becomes 0.7')).toBeAttached();
  await page.screenshot({ path: testInfo.outputPath('try.png') });
  await expectAccessible(page, 'the dialog of a trial');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`policy=${name}`));
  await expect(page.getByRole('region', { name })).toContainText('on trial');

  const differences = page.getByRole('region', { name: 'What it judges differently' });
  const row = differences.getByRole('link').filter({ hasText: marker });
  await expect(row).toBeVisible(IN_TURN);
  await expect(row).toContainText('review');
  await expect(row).toContainText('blocked');
  await expect(row).toContainText('thresholds');
  await expect(row.locator('[data-veiled]')).toHaveCount(1);
  await page.keyboard.press('b');
  await expect(row.getByText(`Eres un imbécil, ${marker}`)).toBeVisible();

  await differences.getByRole('button', { name: /^Looser/ }).click();
  await expect(page).toHaveURL(/kind=looser/);
  await expect(row).toHaveCount(0);
  await differences.getByRole('button', { name: /^Stricter/ }).click();
  await expect(page).toHaveURL(/kind=stricter/);
  await expect(row).toBeVisible();
  await differences.getByLabel('Filters').selectOption('Toxicity');
  await expect(page).toHaveURL(/filter=toxicity/);
  await expect(row).toHaveCount(0);
  await page.reload();
  await expect(differences.getByLabel('Filters')).toHaveValue('toxicity');
  await differences.getByLabel('Filters').selectOption('Any filter');
  await expect(row).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(differences.getByRole('link').first()).toBeFocused();
  await page.keyboard.press('b');
  await expect(row.getByText(`Eres un imbécil, ${marker}`)).toBeVisible();

  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: testInfo.outputPath(`shadow-${width}-${colorScheme}.png`) });
    }
    await expectAccessibleAt(page, 'differences', width);
  }

  await page.keyboard.press('e');
  await page.getByRole('dialog').getByRole('button', { name: 'End the trial' }).click();
  await expect(page.getByText(`The trial of ${name} is over.`)).toBeVisible();
  await expect(page.getByRole('region', { name })).toContainText('ended');
});

test('what a text would become is shown per kind of personal data, tried, and put into force with the count and the reason', async ({
  page,
}) => {
  await page.goto('/moderation/shadow');
  const becomes = page.getByRole('region', { name: 'Would become', exact: true });
  await expect(becomes).toContainText('Write to [email] or call [phone]. Card [card], IBAN [iban], DNI [national id]');
  await page
    .getByRole('textbox', { name: 'Text', exact: true })
    .fill('Soy ana@example.com, mi móvil es el 612 345 678');
  await expect(becomes).toContainText('Soy [email], mi móvil es el [phone]');
  await expect(becomes).toContainText('Would be let through.');
  await page.getByLabel('E-mail address').selectOption('Leave');
  await expect(becomes).toContainText('Soy ana@example.com, mi móvil es el [phone]');
  await page.getByLabel('IP address').selectOption('Block');
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Desde 10.20.30.40');
  await expect(becomes).toContainText('Would be kept back until a moderator approves it.');
  // what is put into force must not disturb the other journeys
  await page.getByRole('button', { name: 'As in force' }).click();
  await page.getByLabel('SSN').selectOption('Leave');
  await page.getByRole('button', { name: 'Try this' }).click();
  const dialog = page.getByRole('dialog', { name: 'Try a policy' });
  const name = `no-ssn-${crypto.randomUUID().slice(0, 8)}`;
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Of the last messages, judge').fill('20');
  await dialog.getByRole('button', { name: 'Try a policy' }).click();
  const trial = page.getByRole('region', { name });
  await expect(trial.getByText(/^20 of 20|all there are$/)).toBeVisible(IN_TURN);
  await page.keyboard.press('p');
  const asked = page.getByRole('dialog', { name: `Put into force: ${name}` });
  await expect(asked.getByText(/^Of [\d,]+ messages it judged 0 differently/)).toBeVisible();
  await asked.getByLabel(/^Reason/).fill('numbers of another country');
  await asked.getByRole('button', { name: 'Put into force' }).click();
  await expect(trial.getByText('in force', { exact: true })).toBeVisible();
  const preview = await mutate<{ becomes: string; policy: string }>(page.request, 'safety.preview', {
    text: 'ssn: 536-22-1234',
  });
  expect(preview).toMatchObject({ becomes: 'ssn: 536-22-1234', policy: name });
  const { items } = await query<{ items: { details: object }[] }>(page.request, 'audit.list', {
    action: 'safety.promotePolicy',
    target_id: name,
  });
  expect(items).toMatchObject([{ details: { reason: 'numbers of another country', changed: 0 } }]);
});
