import type { PostbackKind } from './placeholder-registry.ts';

/** What a postback of each kind tells about. */
export const KIND_NAMES: Record<PostbackKind, string> = {
  action: 'Actions',
  clearing: 'Clearing',
  inquiry: 'Inquiries',
  catalog: 'Catalog items',
};
