import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from './app.ts';

test('captures over time: a drag filters, a click takes one bar, and the lane says what the receiver was told', async ({
  page,
  app,
}) => {
  const send = async (from: number, through: number) => {
    for (let n = from; n <= through; n += 1) await fetch(`${app.receiver}/pb?n=${n}`).then((r) => r.text());
  };
  await send(1, 10);
  await app.client.engine.setResponses({ responses: [503] });
  await pause(300);
  await send(11, 14);
  await app.client.engine.setResponses({ responses: [200] });
  await pause(300);
  await send(15, 20);
  await page.goto(app.url);
  const bars = page.getByRole('img', { name: /^20 captures from .* 4 without a 2xx response$/ });
  await expect(bars).toBeVisible();
  const lane = page.getByRole('group', { name: 'What the receiver was told' });
  await expect(lane.getByRole('img', { name: /^Told by you: 503, / })).toBeVisible();
  const told = (await lane.getByRole('img').boundingBox())!;
  const box = (await bars.boundingBox())!;
  expect(told.x).toBeGreaterThan(box.x);
  expect(told.x + told.width).toBeLessThan(box.x + box.width);

  // From the left edge to where the lane begins: what came before it was told.
  await page.mouse.move(box.x, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(told.x, box.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByText('10 of 20 captures')).toBeVisible();
  await expect(page.getByRole('group', { name: 'Filters' }).getByRole('button')).toHaveText([
    /^receivedAt:>=/,
    /^receivedAt:<=/,
  ]);
  await page.getByRole('button', { name: 'All times' }).click();
  await expect(page.getByText('20 captures', { exact: true })).toBeVisible();
  await page.mouse.click(box.x + box.width - 1, box.y + 10);
  await expect(page.getByText(/^[1-6] of 20 captures$/)).toBeVisible();
});
