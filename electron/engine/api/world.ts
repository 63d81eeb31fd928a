import { buildLink } from '../../../shared/domain/link.ts';
import { parseMoney } from '../../../shared/domain/money.ts';
import { closingOf } from '../../../shared/scenario/steps.ts';
import type { Engine } from '../engine.ts';
import { os, type Section } from './implementer.ts';

const cents = (text: string | undefined) => (text === undefined ? undefined : parseMoney(text));

/** Links, clicks, inquiries and catalogs in manual work. */
export function worldRouter(engine: Engine): Section<'world'> {
  const { manual, catalogs, benches } = engine;
  return {
    link: os.world.link.handler(({ input }) => ({
      link: buildLink(benches.workspace.view.settings.world, input),
    })),
    click: os.world.click.handler(({ input }) => manual.click(input.link)),
    openInquiry: os.world.openInquiry.handler(({ input }) => {
      const { to, amount, expectedPayout, ...rest } = input;
      const given = { ...rest, transactionAmount: cents(amount), expectedPayout: cents(expectedPayout) };
      return manual.openInquiry(given, to);
    }),
    clicks: os.world.clicks.handler(({ input }) => engine.activity.clicks.windows.list(input)),
    inquiries: os.world.inquiries.handler(({ input }) => engine.activity.inquiries.windows.list(input)),
    closeInquiry: os.world.closeInquiry.handler(({ input: { key, to, ...closing } }) =>
      manual.closeInquiry(key, closingOf(closing), to),
    ),
    items: os.world.items.handler(({ input: { catalog, ...window } }) => catalogs.items(catalog, window)),
    item: os.world.item.handler(({ input: { catalog, sku } }) => catalogs.item(catalog, sku) ?? null),
    changeItems: os.world.changeItems.handler(({ input: { catalog, which, change, to } }) =>
      catalogs.change(catalog, which, change, to),
    ),
    addItem: os.world.addItem.handler(({ input: { catalog, item, to } }) => catalogs.add(catalog, item, to)),
    generateItems: os.world.generateItems.handler(({ input: { catalog, count, to } }) =>
      catalogs.generate(catalog, count, to),
    ),
    importItems: os.world.importItems.handler(({ input: { catalog, csv, to } }) =>
      catalogs.import(catalog, csv, to),
    ),
  };
}
