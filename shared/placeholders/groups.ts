import type { Placeholder, PostbackKind } from './placeholder-registry.ts';

/** Names that belong together, under a heading. */
export interface PlaceholderGroup {
  title: string;
  placeholders: Placeholder[];
}

const SUBJECTS: Record<PostbackKind, string> = {
  action: 'Action',
  clearing: 'Action',
  inquiry: 'Inquiry',
  catalog: 'Item',
};

/** Headings by what a name is about; the first match counts. The rest is about the subject of the postback. */
const HEADINGS: readonly (readonly [title: string, fits: (placeholder: Placeholder) => boolean])[] = [
  ['Declared by this workspace', ({ certainty }) => certainty === 'declared'],
  [
    'Money',
    ({ type, name }) =>
      type.startsWith('ISO 4217') || /(?:Payout|Amount|Price|Rate|Money1|Level)$/.test(name),
  ],
  ['Dates', ({ type, name }) => /date-?time|date$/i.test(type) || /Date$|^Date/.test(name)],
  ['Tracking', ({ name }) => /^(?:SubId\d|SharedId|Ref|Ad|Landing|Tracking|PromoCode)/.test(name)],
  ['Customer', ({ name }) => name.startsWith('Customer')],
  [
    'Program and partner',
    ({ name }) =>
      /^(?:Campaign|ActionTracker|EventType|MediaPartner(?:Id|Name)$|Contract|Advertiser)/.test(name),
  ],
  ['Sizes and weights', ({ name }) => /^(?:Size|ShippingWeight|Material|Pattern|Colors)/.test(name)],
  ['Addresses', ({ type }) => type === 'URL'],
];

/** The placeholders of one kind of postback under headings, each once, in the order of the registry. */
export function groupsOf(registry: Iterable<Placeholder>, kind: PostbackKind): PlaceholderGroup[] {
  const subject = SUBJECTS[kind];
  const order = ['Declared by this workspace', subject, ...HEADINGS.map(([title]) => title)];
  const groups = new Map([...new Set(order)].map((title) => [title, [] as Placeholder[]]));
  for (const placeholder of registry) {
    const title = HEADINGS.find(([, fits]) => fits(placeholder))?.[0] ?? subject;
    groups.get(title)!.push(placeholder);
  }
  return [...groups].flatMap(([title, placeholders]) =>
    placeholders.length === 0 ? [] : [{ title, placeholders }],
  );
}

/** Search results: by name first, then by description. Every word must match, case-insensitively. */
export function foundIn(registry: Iterable<Placeholder>, search: string): PlaceholderGroup[] {
  const words = search.toLowerCase().match(/[^\s{}]+/g) ?? [];
  const holds = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const byName: Placeholder[] = [];
  const byMeaning: Placeholder[] = [];
  for (const placeholder of registry) {
    const { name, description, example } = placeholder;
    if (holds(name)) byName.push(placeholder);
    else if (holds(`${name} ${description} ${example}`)) byMeaning.push(placeholder);
  }
  return [
    { title: 'By name', placeholders: byName },
    { title: 'By what it carries', placeholders: byMeaning },
  ].filter(({ placeholders }) => placeholders.length > 0);
}
