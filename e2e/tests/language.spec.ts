import { expect, test } from '../fixtures.ts';

test.use({ locale: 'es-ES', extraHTTPHeaders: { 'accept-language': 'es-ES,es;q=0.9,en;q=0.5' } });

test('a Spanish browser gets Spanish from the first byte', async ({ page }) => {
  const html = await (await page.request.get('/queues')).text();
  expect(html).toContain('<html lang="es"');
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Resumen' })).toBeVisible();
  await expect(page).toHaveTitle('Resumen · Consola de mensajes');
  await page.getByRole('link', { name: 'Conversaciones', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Nueva conversación' })).toBeVisible();
  await page.getByRole('link', { name: 'Colas' }).click();
  await expect(page.getByRole('columnheader', { name: 'Espera mayor' })).toBeVisible();
});

test('the language can be switched, stays switched, and never flashes', async ({ page }) => {
  await page.goto('/queues');
  await page.getByRole('button', { name: 'Cuenta y ajustes' }).click();
  await page.getByRole('menuitemradio', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Queues' })).toBeVisible();
  expect(await (await page.request.get('/queues')).text()).toContain('<html lang="en"');
});

test('the theme can be switched, stays switched, and never flashes', async ({ page }) => {
  await page.goto('/queues');
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const dark = await background();
  await page.getByRole('button', { name: 'Cuenta y ajustes' }).click();
  const remembered = page.waitForResponse('**/preferences');
  await page.getByRole('menuitemradio', { name: 'Claro' }).click();
  await remembered;
  expect(await background()).not.toBe(dark);
  expect(await (await page.request.get('/queues')).text()).toContain('data-theme="light"');
});
