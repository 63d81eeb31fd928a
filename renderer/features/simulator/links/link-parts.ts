/** One part of a tracking link, decoded. */
export interface LinkPart {
  name: string;
  value: string;
}

/** What a tracking link says, in its order; empty for what is no link. */
export function linkParts(link: string): LinkPart[] {
  if (!URL.canParse(link)) return [];
  const url = new URL(link);
  const [, , partner = '', ad = '', program = ''] = url.pathname.split('/');
  return [
    { name: 'Domain', value: url.host },
    { name: 'Partner', value: partner },
    { name: 'Ad', value: ad },
    { name: 'Program', value: program },
    ...[...url.searchParams].map(([name, value]) => ({ name, value })),
  ];
}
