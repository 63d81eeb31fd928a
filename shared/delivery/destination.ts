import type { PostbackKind } from '../placeholders/placeholder-registry.ts';
import { mask } from '../secrets/mask.ts';
import type { PostbackSource } from './send-to.ts';

/** Where a postback really goes, to be shown. */
export interface Destination {
  file: string;
  name: string;
  kind: PostbackKind;
  /** Its URL template with scheme and host, without the secrets that can be told by their place. */
  url: string;
}

/** Where postbacks go. `receiverBase`: the local receiver, which URLs that begin with "/" mean; '' while it is off. */
export function destinationsOf(sources: readonly PostbackSource[], receiverBase: string): Destination[] {
  return sources.map(({ file, postback: { name, kind, url } }) => ({
    file,
    name,
    kind,
    url: mask(url.startsWith('/') && !url.startsWith('//') ? receiverBase + url : url),
  }));
}
