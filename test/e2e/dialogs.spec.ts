import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT } from '../fixtures/command.ts';
import { type App, expect, openScreen, test } from './app.ts';

/** Gives a command by its title from the palette, which lists what can be done at the moment when it opens. */
async function command(page: Page, title: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Find a command' });
  const entry = page.locator('[data-action]').filter({ hasText: title }).first();
  await expect(async () => {
    if (!(await field.isVisible())) await page.keyboard.press('ControlOrMeta+k');
    await field.fill(title);
    if ((await entry.count()) === 0) await page.keyboard.press('Escape');
    await expect(entry).toBeVisible({ timeout: 1000 });
  }).toPass();
  await entry.click();
}

type Section = 'Receiver' | 'Templates' | 'Simulator' | 'Checks';

/** A dialog: the file whose source opens it, the section it belongs to, and how it is opened there. */
interface Known {
  file: string;
  name: string;
  section: Section;
  open: (page: Page, app: App) => Promise<void>;
}

const by = (file: string, section: Section, title: string): Known => ({
  file,
  name: title,
  section,
  open: (page) => command(page, title),
});
const SIMULATOR = 'features/simulator/';
const TEMPLATES = 'features/templates/';

/** Plays a scenario to its end. */
async function play({ client }: App): Promise<void> {
  for await (const { scenarios } of await client.workspace.follow()) {
    const { runId } = await client.activity.run({ file: scenarios[0]!.file, seed: 1 });
    for await (const { runs } of await client.activity.follow({ after: 0 }))
      if (runs.some(({ id, state }) => id === runId && state !== 'running')) return;
  }
}

const KNOWN: readonly Known[] = [
  by('shell/KeysOverlay.tsx', 'Receiver', 'Keyboard shortcuts'),
  by('shell/OpenFolderDialog.tsx', 'Receiver', 'Open another workspace…'),
  by('shell/NewWorkspaceDialog.tsx', 'Receiver', 'New workspace…'),
  by('features/sending/SendingDialog.tsx', 'Receiver', 'Sending rules…'),
  by('features/receiver/endpoints/EndpointsDialog.tsx', 'Receiver', 'Endpoints…'),
  {
    ...by('features/receiver/replay/ReplayDialog.tsx', 'Receiver', 'Replay capture'),
    open: async (page) => {
      await page.getByRole('grid', { name: 'Captures' }).getByRole('row').first().click();
      await command(page, 'Replay the capture…');
    },
  },
  by('features/receiver/export/ExportDialog.tsx', 'Receiver', 'Export captures…'),
  by('features/receiver/export/ImportDialog.tsx', 'Receiver', 'Import captures…'),
  by('features/receiver/retention/RetentionDialog.tsx', 'Receiver', 'Retention…'),
  {
    ...by('features/receiver/marks/MarksDialog.tsx', 'Receiver', 'Note and labels'),
    open: async (page) => {
      await page.getByRole('grid', { name: 'Captures' }).getByRole('row').first().click();
      await command(page, 'Note and labels…');
    },
  },
  {
    ...by('features/receiver/list/remove-captures.ts', 'Receiver', 'Remove the capture…'),
    open: async (page) => {
      await page.getByRole('grid', { name: 'Captures' }).getByRole('row').first().click();
      await command(page, 'Remove the capture…');
    },
  },
  {
    ...by('features/receiver/rules/PasteRulesDialog.tsx', 'Receiver', 'Paste rules'),
    open: async (page) => {
      await page.keyboard.press('Shift+F9');
      await page.getByRole('button', { name: 'More for responses' }).click();
      await page.getByRole('menuitem', { name: 'Paste rules…' }).click();
    },
  },
  by(`${SIMULATOR}actions/TrackDialog.tsx`, 'Simulator', 'Track action…'),
  by(`${SIMULATOR}actions/ChangeDialogs.tsx`, 'Simulator', 'Modify action…'),
  by(`${SIMULATOR}actions/ChangeDialogs.tsx`, 'Simulator', 'Reverse action…'),
  by(`${SIMULATOR}inquiries/OpenInquiryDialog.tsx`, 'Simulator', 'Open inquiry…'),
  {
    ...by(`${SIMULATOR}inquiries/CloseInquiryDialog.tsx`, 'Simulator', 'Close inquiry…'),
    open: async (page) => {
      await command(page, 'Show inquiries');
      const list = page.getByRole('region', { name: 'Inquiries', exact: true });
      await list.locator('[role="row"][aria-selected]').first().click();
      await command(page, 'Close inquiry…');
    },
  },
  by(`${SIMULATOR}catalogs/ChangeItemsDialog.tsx`, 'Simulator', 'Change catalog items…'),
  by(`${SIMULATOR}catalogs/AddDialogs.tsx`, 'Simulator', 'Add a catalog item…'),
  by(`${SIMULATOR}catalogs/AddDialogs.tsx`, 'Simulator', 'Generate catalog items…'),
  by(`${SIMULATOR}catalogs/AddDialogs.tsx`, 'Simulator', 'Import catalog items from CSV…'),
  by(`${SIMULATOR}SaveScenarioDialog.tsx`, 'Simulator', 'Save as scenario…'),
  by(`${SIMULATOR}clear-activity.ts`, 'Simulator', 'Clear simulator…'),
  by(`${TEMPLATES}CompareDialog.tsx`, 'Templates', 'Compare two postbacks'),
  by(`${TEMPLATES}ExportDialog.tsx`, 'Templates', 'Values for the platform’s form'),
  by(`${TEMPLATES}ImportDialog.tsx`, 'Templates', 'Import a request'),
  {
    ...by(`${TEMPLATES}TypedValues.tsx`, 'Templates', 'Typed values'),
    open: async (page) => {
      await page.getByRole('button', { name: /^Sample: / }).click();
      await page.getByRole('option', { name: /Typed values/ }).click();
    },
  },
  {
    ...by(`${SIMULATOR}run/CompareRunsDialog.tsx`, 'Simulator', 'Compare two runs'),
    open: async (page, app) => {
      await play(app);
      await play(app);
      await command(page, 'Compare two runs…');
    },
  },
  {
    ...by(`${TEMPLATES}TestDialog.tsx`, 'Templates', 'Test a postback'),
    open: async (page) => {
      await page.getByRole('option', { name: /Acme sign-ups/ }).click();
      await page.getByRole('button', { name: 'Send a test' }).click();
    },
  },
  {
    ...by(`${TEMPLATES}ConflictDialog.tsx`, 'Templates', 'File changed on disk'),
    open: async (page, app) => {
      const file = join(app.workspace, 'postbacks/acme-life-cycle.yaml');
      await page.getByRole('option', { name: /Acme life cycle/ }).click();
      const url = page.getByRole('textbox', { name: 'URL', exact: true });
      await url.click();
      await page.keyboard.press('End');
      await page.keyboard.type('&here=1');
      writeFileSync(file, readFileSync(file, 'utf8').replace(/^url: .*$/m, 'url: /there?id={ActionId}'));
      await page.getByRole('button', { name: 'Resolve…' }).click();
    },
  },
];

/** How many dialogs each file of the source opens; what only asks does so through one frame, see state/confirm.ts. */
function opened(): Map<string, number> {
  const renderer = join(ROOT, 'renderer');
  const frames = new Set([
    'components/Dialog.tsx',
    `${SIMULATOR}ManualStepDialog.tsx`,
    `${SIMULATOR}SimulatorDialogs.tsx`,
  ]);
  return new Map(
    globSync('**/*.tsx', { cwd: renderer })
      .filter((file) => !frames.has(file))
      .flatMap((file) => {
        const text = readFileSync(join(renderer, file), 'utf8');
        const found = text.match(/<(?:Dialog|ManualStepDialog|Modal)\b/g)?.length ?? 0;
        return found === 0 ? [] : [[file, found] as const];
      }),
  );
}

test('every dialog of the source is among those that are opened here', () => {
  const known = new Map<string, number>();
  for (const { file } of KNOWN) if (file.endsWith('.tsx')) known.set(file, (known.get(file) ?? 0) + 1);
  expect(Object.fromEntries(known)).toEqual(Object.fromEntries(opened()));
});

/** What of a dialog's frame lies outside of the window: the dialog itself, its buttons below, its Close above. */
async function outside(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const dialog = document.querySelector('[role="dialog"][aria-modal="true"]');
    if (dialog === null) return ['no dialog'];
    const parts = [dialog, ...dialog.querySelectorAll('.dialog-foot button, .mantine-Modal-close')];
    const beyond = parts.filter((part) => {
      const { left, right, top, bottom } = part.getBoundingClientRect();
      if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight) return true;
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      return !part.contains(hit) && !(hit?.contains(part) ?? false);
    });
    const sideways = [...dialog.querySelectorAll('.dialog-content')].filter(
      (part) => part.scrollWidth > part.clientWidth && getComputedStyle(part).overflowX !== 'hidden',
    );
    return [
      ...beyond.map((part) => `${part.textContent.trim().slice(0, 40)} lies outside`),
      ...sideways.map((part) => `scrolls sideways: ${part.scrollWidth} in ${part.clientWidth}`),
    ];
  });
}

for (const known of KNOWN) {
  test(`${known.name} has its buttons in sight, scrolls downwards only, and gives the focus back`, async ({
    page,
    app,
  }) => {
    const { key } = await app.client.activity.track({ amount: '120.00' });
    await app.client.world.openInquiry({ type: 'INCORRECT', action: key });
    await openScreen(page, app.url, known.section);
    await expect(page.locator('main section.pane').first()).toBeVisible();
    await known.open(page, app);
    const dialog = page.locator('[role="dialog"][aria-modal="true"]');
    await expect(dialog).toHaveCount(1);
    for (const [width, height] of [
      [900, 600],
      [640, 400],
      [450, 300],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expect.poll(() => outside(page), `${width}x${height}`).toEqual([]);
    }
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect.poll(() => page.evaluate(() => document.activeElement === document.body)).toBe(false);
  });
}
