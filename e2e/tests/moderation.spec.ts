import type { Locator, Page } from '@playwright/test';
import { expectAccessible, expectAccessibleAt } from '../accessibility.ts';
import { casesOf, makePerson, sendBlocked, untilCases } from '../desk.ts';
import { expect, test } from '../fixtures.ts';
import { CSRF, createConversation, query } from '../journey.ts';

// a browser without a graphics card paints every frame of a pulse by hand
test.use({ contextOptions: { reducedMotion: 'reduce' } });
// several people at once, and every rule of accessibility over a full desk, on a machine that may be busy
test.describe.configure({ timeout: 300_000 });

const openRow = (page: Page): Locator => page.locator('[data-row][aria-current="true"]');
const openCaseId = (page: Page) => openRow(page).getAttribute('data-case');
const deskCount = (page: Page) => page.getByRole('region', { name: 'Queue' }).getByRole('status').first();

/** The next case is there at once, in the list with the focus and beside it; gives its id. */
const untilAnother = async (page: Page, than: string | null): Promise<string | null> => {
  await expect(page.locator(`[data-row][aria-current="true"]:not([data-case="${than}"])`)).toBeFocused();
  const id = await openCaseId(page);
  await expect(page.getByRole('region', { name: 'Case', exact: true }).getByTitle(id ?? '')).toBeVisible();
  return id;
};

/** For pages that are shown before they listen. */
const pressUntil = (page: Page, key: string, shown: Locator) =>
  expect(async () => {
    await page.keyboard.press(key);
    await expect(shown).toBeVisible({ timeout: 1_000 });
  }).toPass();

/** Through the list by keyboard to a row, which may stand above or below. */
const goTo = (row: Locator) =>
  expect(async () => {
    const isAbove = await row.evaluate(
      (to) => (to.compareDocumentPosition(document.activeElement ?? to) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
    );
    await row.page().keyboard.press(isAbove ? 'k' : 'j');
    await expect(row).toBeFocused({ timeout: 1_000 });
  }).toPass();

const KEYS = { d: 'dismiss', e: 'archive', r: 'redact', R: 'redact', a: 'approve' } as const;
const ROUND = ['e', 'd', 'r', 'd', 'R', 'd', 'e', 'd', 'r', 'a'] as const;

test('thirty cases are cleared by keyboard alone, three of them undone, and an appeal comes back to the desk', async ({
  page: admins,
  browser,
  guard,
}) => {
  const author = await makePerson(browser, admins, 'Sends what is blocked', ['user']);
  const moderator = await makePerson(browser, admins, 'Clears the queue', ['user', 'moderator']);
  await sendBlocked(author, 34);
  await untilCases(admins.request, author, 34);

  const page = await moderator.context.newPage();
  await guard.watch(page);
  await page.goto(`/moderation?author=${author.user_id}&order=newest`);
  await expect(page.locator('[data-live="live"]')).toBeVisible();
  await expect(deskCount(page)).toHaveText('34 cases');
  await expect(openRow(page)).toBeFocused();

  const pane = page.getByRole('region', { name: 'Case', exact: true });
  await expect(pane.locator('[data-veiled]')).not.toHaveCount(0);
  await expect(pane.getByText('Text hidden because of its severity. Press b to read it.').first()).toBeAttached();
  await page.keyboard.press('b');
  await expect(pane.locator('[data-veiled]')).toHaveCount(0);
  await expect(pane.locator('mark').first()).toBeVisible();

  const decided: { case_id: string | null; decision: string }[] = [];
  let before = await openCaseId(page);
  for (let n = 0; n < 30; n++) {
    const key = ROUND[n % ROUND.length] ?? 'd';
    await page.keyboard.press(key);
    decided.push({ case_id: before, decision: KEYS[key] });
    before = await untilAnother(page, before);
    await expect(deskCount(page)).toHaveText(`${33 - n} cases`);
  }
  expect(new Set(decided.map(({ case_id }) => case_id)).size).toBe(30);
  const stored = async () =>
    (await casesOf(admins.request, author)).flatMap(({ case_id, decision, decided_by, state }) =>
      state === 'decided' ? [{ case_id, decision, by: decided_by }] : [],
    );
  const expected = decided.map((one) => ({ ...one, by: moderator.user_id }));
  await expect.poll(async () => (await stored()).length).toBe(30);
  expect(await stored()).toEqual(expect.arrayContaining(expected));

  for (const { case_id } of decided.slice(-3).toReversed()) {
    await page.keyboard.press('u');
    await expect(page.locator(`[data-case="${case_id}"][aria-current="true"]`)).toBeFocused();
  }
  await expect(deskCount(page)).toHaveText('7 cases');
  await expect.poll(async () => (await stored()).length).toBe(27);
  expect(await stored()).toEqual(expect.arrayContaining(expected.slice(0, -3)));

  const archived = decided[0]?.case_id ?? '';
  const message = archived.replace('case_', 'msg_');
  const appeal = await author.context.request.post(`/api/messages/${message}/appeal`, {
    headers: CSRF,
    data: { text: 'It was a quotation from a play.' },
  });
  expect(await appeal.json()).toEqual({ message_id: message, outcome: 'waiting' });
  await expect(page.getByRole('button', { name: '1 new' })).toBeVisible();
  await page.keyboard.press('.');
  await expect(deskCount(page)).toHaveText('8 cases');
  const row = page.locator(`[data-case="${archived}"]`);
  await expect(row).toContainText('Appeal');
  // what changed last stands first: the appeal, or the case that the desk has claimed since
  await goTo(row);
  await expect(page.getByText('It was a quotation from a play.').last()).toBeVisible();
  // and is for somebody else to decide
  guard.allow(/status of 403/);
  await page.keyboard.press('d');
  await expect(page.getByText('An appeal is decided by somebody else than the first time.')).toBeVisible();
  await expect(deskCount(page)).toHaveText('8 cases');
  await author.context.close();
  await moderator.context.close();
});

test('of two moderators at the desk the second sees who holds a case, decides nothing twice, and is told who decided what', async ({
  page: admins,
  browser,
  guard,
}) => {
  const author = await makePerson(browser, admins, 'Sends two', ['user']);
  const [first, second] = [
    await makePerson(browser, admins, 'Ana First', ['user', 'moderator']),
    await makePerson(browser, admins, 'Ben Second', ['user', 'moderator']),
  ];
  // who loses a case while they ask for it
  guard.allow(/status of 409/);
  await sendBlocked(author, 2);
  await untilCases(admins.request, author, 2);
  const [one, other] = (await casesOf(admins.request, author)).map(({ case_id }) => case_id);
  const address = (id: string | undefined) => `/moderation?author=${author.user_id}&case=${id}`;
  const rowOf = (page: Page, id: string | undefined) => page.locator(`[data-case="${id}"]`);

  const firsts = await first.context.newPage();
  await guard.watch(firsts);
  await firsts.goto(address(one));
  await expect(rowOf(firsts, one)).toContainText('yours');

  const seconds = await second.context.newPage();
  await guard.watch(seconds);
  await seconds.goto(address(one));
  const pane = seconds.getByRole('region', { name: 'Case', exact: true });
  await expect(pane.getByText('Ana First is working on it.')).toBeVisible();
  await expect(pane.getByText('Also here: Ana First')).toBeVisible();
  await expect(rowOf(seconds, one)).toContainText('Ana First');
  await expect(pane.getByRole('button', { name: /^Dismiss/ })).toBeDisabled();
  await seconds.keyboard.press('d');

  await firsts.keyboard.press('e');
  await expect(pane.getByText('by Ana First')).toBeVisible();
  await expect(pane.getByText('Archived').first()).toBeVisible();
  await seconds.keyboard.press('d');

  // the second one decides in a version that is no longer: refused with who and what
  const late = await second.context.request.post(`/api/moderation/cases/${one}/decide`, {
    headers: CSRF,
    data: { version: 1, action: 'dismiss' },
  });
  expect([late.status(), await late.json()]).toMatchObject([
    409,
    { code: 'CONFLICT', decided_by: first.user_id, decided_by_name: 'Ana First', decision: 'archive', version: 2 },
  ]);

  // the first one is at the next case, and holds it; the second one takes it over
  const firstsPane = firsts.getByRole('region', { name: 'Case', exact: true });
  await expect(rowOf(firsts, other)).toContainText('yours');
  await seconds.goto(address(other));
  await expect(pane.getByText('Ana First is working on it.')).toBeVisible();
  await seconds.keyboard.press('t');
  await expect(rowOf(seconds, other)).toContainText('yours');
  await expect(firstsPane.getByText('Ben Second is working on it.')).toBeVisible();
  await expect(firstsPane.getByRole('button', { name: /^Dismiss/ })).toBeDisabled();
  await expect(pane.getByRole('button', { name: /^Dismiss/ })).toBeEnabled();
  await seconds.keyboard.press('d');
  await expect(firstsPane.getByText('by Ben Second')).toBeVisible();

  for (const [target_id, by] of [
    [one, first],
    [other, second],
  ] as const) {
    const input = { action: 'moderation.decide', target_id };
    const { items } = await query<{ items: { actor: { user_id: string } }[] }>(admins.request, 'audit.list', input);
    expect(items.map(({ actor }) => actor.user_id)).toEqual([by.user_id]);
  }
  const stored = await casesOf(admins.request, author);
  expect(stored.map(({ case_id, decision, decided_by, version }) => [case_id, decision, decided_by, version])).toEqual([
    [one, 'archive', first.user_id, 2],
    [other, 'dismiss', second.user_id, 2],
  ]);
  for (const { context } of [author, first, second]) await context.close();
});

test('a user reports a message of theirs, a moderator brings it to the desk as well, and both stand in its case', async ({
  page,
  browser,
  guard,
}) => {
  const author = await makePerson(browser, page, 'Reports a message', ['user']);
  const conversation_id = await createConversation(author.context, 'Reported');
  const sent = await author.context.request.post('/api/messages', {
    headers: CSRF,
    data: { conversation_id, content: { text: 'Buenas tardes' } },
  });
  const { message_id } = await sent.json();
  const theirs = await author.context.newPage();
  await guard.watch(theirs);
  await theirs.goto(`/messages/${message_id}`);
  await expect(theirs.getByRole('button', { name: 'Report', exact: true })).toBeVisible();
  const report = theirs.getByRole('dialog', { name: 'Report' });
  await pressUntil(theirs, 'f', report);
  await report.getByLabel('What is wrong with it').selectOption('Spam');
  await report.getByLabel('More about it (optional)').fill('An advertisement');
  await report.getByRole('button', { name: 'Report', exact: true }).click();
  await expect(theirs.getByText('Reported. A moderator will look at it.')).toBeVisible();
  await untilCases(page.request, author, 1);

  await page.goto(`/messages/${message_id}`);
  await expect(page.getByRole('button', { name: 'To the desk' })).toBeVisible();
  const bring = page.getByRole('dialog', { name: 'To the desk' });
  await pressUntil(page, 'f', bring);
  await bring.getByLabel('Severity').selectOption('Severity 4 of 5');
  await bring.getByLabel(/^Reason/).fill('seen before');
  await bring.getByRole('button', { name: 'To the desk' }).click();
  await page.getByRole('button', { name: 'Open the case' }).click();
  const pane = page.getByRole('region', { name: 'Case', exact: true });
  await expect(pane.getByText('Severity 4 of 5')).toBeVisible();
  const about = page.getByRole('complementary', { name: 'Author and history' });
  await expect(about).toContainText('An advertisement');
  await expect(about).toContainText('seen before');
  await author.context.close();
});

test('a full desk, and what opens on top of it, is accessible and has its pictures', async ({
  page,
  browser,
}, testInfo) => {
  const author = await makePerson(browser, page, 'Sends nine', ['user']);
  await sendBlocked(author, 9);
  await untilCases(page.request, author, 9);
  const desk = `/moderation?author=${author.user_id}`;
  await page.goto(desk);
  await expect(openRow(page)).toBeFocused();
  const chosen = await openCaseId(page);
  const open = `${desk}&case=${chosen}`;
  // on a wide screen the queue stands beside the case
  for (const [name, path, width] of [
    ['queue', desk, 390],
    ['case', open, 390],
    ['case', open, 1440],
  ] as const) {
    await page.setViewportSize({ width, height: 844 });
    await page.goto(path);
    await expect(
      name === 'queue' ? openRow(page) : page.getByRole('region', { name: 'Case', exact: true }),
    ).toBeVisible();
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: testInfo.outputPath(`${name}-${width}-${colorScheme}.png`) });
    }
    await expectAccessibleAt(page, `the desk, ${name}`, width);
  }
  await page.keyboard.press('b');
  await expectAccessible(page, 'a revealed case');
  for (const [key, title] of [
    ['?', 'Keyboard shortcuts'],
    ['m', 'Similar cases'],
    [',', 'How you work'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog', { name: title })).toBeVisible();
    await expect(page.locator('.skeleton')).toHaveCount(0);
    await page.screenshot({ path: testInfo.outputPath(`${title.replaceAll(' ', '-')}.png`) });
    await expectAccessible(page, title);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await author.context.close();
});
