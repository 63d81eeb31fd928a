import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

export interface Look {
  /** Only what is below this selector. */
  within?: string;
  /** Only rules with one of these tags, such as wcag2aa; all rules without it. */
  tags?: string[];
}

/**
 * What axe finds wrong in a page. The same rules as without options, a third of the time: a page without frames
 * needs no second page to gather what its frames say (legacy mode), and of what is right nothing is reported.
 */
export async function violations(page: Page, { within, tags }: Look = {}) {
  const builder = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  if (tags !== undefined) builder.withTags(tags);
  if (within !== undefined) builder.include(within);
  return (await builder.analyze()).violations;
}

export const WCAG_A_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
