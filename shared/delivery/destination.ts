import type { PostbackKind } from '../placeholders/placeholder-registry.ts';
import { type LocalAddresses, localUrl } from '../receiver/endpoints/local-url.ts';
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

/** Where postbacks go. `local`: the endpoints that their URLs may name. */
export function destinationsOf(sources: readonly PostbackSource[], local: LocalAddresses): Destination[] {
  return sources.map(({ file, postback: { name, kind, url } }) => ({
    file,
    name,
    kind,
    url: mask(localUrl(url, local)),
  }));
}
