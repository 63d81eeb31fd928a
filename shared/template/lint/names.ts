import { distance } from 'fastest-levenshtein';
import type { DeclaredPlaceholder } from '../../placeholders/placeholder-registry.ts';
import {
  type Placeholder,
  POSTBACK_KINDS,
  type PostbackKind,
  placeholdersFor,
} from '../../placeholders/placeholder-registry.ts';

import { secretKey, secretOf } from '../../secrets/name.ts';

/** What a name in braces turns out to be. */
export type NameVerdict =
  | { type: 'known'; placeholder: Placeholder }
  /** `hasValue`: on this machine, as far as that is known. */
  | { type: 'secret'; secret: string; hasValue: boolean }
  | { type: 'case'; name: string }
  | { type: 'other-kind'; kinds: PostbackKind[] }
  | { type: 'foreign'; platform: string; name: string | undefined }
  | { type: 'unknown'; nearest: string | undefined };

/**
 * Macros of other platforms and what carries the same here. From their public documentation and presets (Everflow,
 * TUNE, Affise, AppsFlyer, Adjust, Awin, MaxBounty, Cellxpert, Voluum); names in lower case.
 */
const FOREIGN: Readonly<Record<string, { platform: string; name?: string }>> = {
  transaction_id: { platform: 'Everflow and TUNE', name: 'ActionId' },
  transactionid: { platform: 'Affise', name: 'ActionId' },
  event_id: { platform: 'Everflow', name: 'ActionTrackerId' },
  offer_id: { platform: 'TUNE', name: 'CampaignId' },
  offer_name: { platform: 'TUNE', name: 'CampaignName' },
  aff_sub: { platform: 'TUNE', name: 'SubId1' },
  aff_sub1: { platform: 'TUNE and Katalys', name: 'SubId1' },
  aff_sub2: { platform: 'TUNE', name: 'SubId2' },
  aff_sub3: { platform: 'TUNE', name: 'SubId3' },
  sub1: { platform: 'Everflow and Affise', name: 'SubId1' },
  sub2: { platform: 'Everflow and Affise', name: 'SubId2' },
  sub3: { platform: 'Everflow and Affise', name: 'SubId3' },
  aff_sub4: { platform: 'TUNE' },
  aff_sub5: { platform: 'TUNE' },
  sub4: { platform: 'Everflow and Affise' },
  sub5: { platform: 'Everflow and Affise' },
  externalid: { platform: 'Voluum', name: 'SubId1' },
  payout_amount: { platform: 'Everflow', name: 'Payout' },
  event_name: { platform: 'Everflow', name: 'ActionTrackerName' },
  coupon_code: { platform: 'Everflow', name: 'PromoCode' },
  goal_name: { platform: 'TUNE', name: 'ActionTrackerName' },
  offerid: { platform: 'Affise', name: 'CampaignId' },
  gps_adid: { platform: 'Adjust' },
  idfa: { platform: 'Adjust' },
  idfv: { platform: 'Adjust' },
  android_id: { platform: 'Adjust' },
  af_siteid: { platform: 'AppsFlyer' },
  device_id: { platform: 'several trackers' },
  sub_id1: { platform: 'Cellxpert', name: 'SubId1' },
  sum: { platform: 'Affise', name: 'Payout' },
  clickid: { platform: 'AppsFlyer', name: 'RefClickId' },
  click_id: { platform: 'several trackers', name: 'RefClickId' },
  clickref: { platform: 'Awin', name: 'SubId1' },
  commissionamount: { platform: 'Awin', name: 'Payout' },
  saleamount: { platform: 'Awin', name: 'Amount' },
  xid: { platform: 'Cellxpert', name: 'SubId1' },
  s1: { platform: 'MaxBounty', name: 'SubId1' },
  s2: { platform: 'MaxBounty', name: 'SubId2' },
  rate: { platform: 'MaxBounty', name: 'Payout' },
  sale_amount: { platform: 'TUNE', name: 'Amount' },
  order_id: { platform: 'several networks', name: 'Oid' },
  goal_id: { platform: 'TUNE', name: 'ActionTrackerId' },
  affiliate_id: { platform: 'TUNE', name: 'MediaPartnerId' },
  conversion_id: { platform: 'several trackers', name: 'ActionId' },
  actionstatus: { platform: 'a third-party list', name: 'Status' },
  iradid: { platform: "impact.com's gateway templates, which are for clicks" },
  ircid: { platform: "impact.com's gateway templates, which are for clicks" },
  irpid: { platform: "impact.com's gateway templates, which are for clicks" },
};

/** A name that is farther from a known one than this share of its letters is not meant as it. */
const NEAR = 0.4;
/** Names of so few letters are only meant by what begins alike. */
const SHORT = 3;

/** Looks a name up in the registry of a kind of postback, then everywhere else. */
export class Names {
  readonly #known: ReadonlyMap<string, Placeholder>;
  readonly #lower: ReadonlyMap<string, string>;
  /** What was looked for already: a text may have one unknown name ten thousand times. */
  readonly #near = new Map<string, string | undefined>();
  readonly #elsewhere = new Map<string, PostbackKind[]>();
  /** Secrets that have a value on this machine, by their keys; undefined where that is not known. */
  readonly #secrets: ReadonlySet<string> | undefined;

  constructor(kind: PostbackKind, declared: readonly DeclaredPlaceholder[], secrets?: readonly string[]) {
    this.#secrets = secrets && new Set(secrets.map(secretKey));
    this.#known = placeholdersFor(kind, declared);
    this.#lower = new Map([...this.#known.keys()].map((name) => [name.toLowerCase(), name]));
    for (const other of POSTBACK_KINDS) {
      for (const name of placeholdersFor(other, declared).keys()) {
        if (this.#known.has(name)) continue;
        this.#elsewhere.set(name, [...(this.#elsewhere.get(name) ?? []), other]);
      }
    }
  }

  isKnown(name: string): boolean {
    return this.#known.has(name);
  }

  /** Whether a text, in whatever case, is the name of a placeholder here or of a macro elsewhere. */
  means(name: string): boolean {
    const lower = name.toLowerCase();
    return this.#lower.has(lower) || this.#elsewhere.has(name) || Object.hasOwn(FOREIGN, lower);
  }

  /**
   * Whether the values of a name are letters, digits, "." and "-" alone, such as an amount or a status: no format needs
   * to escape them. Action ids are three numbers joined by dots (seen live).
   */
  isPlain(name: string): boolean {
    const type = this.#known.get(name)?.type ?? '';
    return name === 'ActionId' || /^(?:integer|decimal|boolean|enum$|ISO (?:4217|3166))/.test(type);
  }

  /** The name as this kind of postback spells it: by case, or for a macro of another platform. */
  spelled(name: string): string | undefined {
    const lower = name.toLowerCase();
    return this.#lower.get(lower) ?? (Object.hasOwn(FOREIGN, lower) ? FOREIGN[lower]?.name : undefined);
  }

  /** The name that is most likely meant: as it is spelled here, else the nearest known one. */
  meant(name: string): string | undefined {
    if (this.#elsewhere.has(name)) return name;
    return this.spelled(name) ?? this.#nearest(name.toLowerCase());
  }

  judge(name: string): NameVerdict {
    const secret = secretOf(name);
    if (secret !== undefined)
      return { type: 'secret', secret, hasValue: this.#secrets?.has(secretKey(secret)) ?? true };
    const placeholder = this.#known.get(name);
    if (placeholder !== undefined) return { type: 'known', placeholder };
    const kinds = this.#elsewhere.get(name);
    if (kinds !== undefined) return { type: 'other-kind', kinds };
    const lower = name.toLowerCase();
    const spelled = this.#lower.get(lower);
    if (spelled !== undefined) return { type: 'case', name: spelled };
    if (Object.hasOwn(FOREIGN, lower)) {
      const { platform, name: ours } = FOREIGN[lower]!;
      const there = ours !== undefined && this.#known.has(ours);
      return { type: 'foreign', platform, name: there ? ours : undefined };
    }
    return { type: 'unknown', nearest: this.#nearest(lower) };
  }

  #nearest(lower: string): string | undefined {
    if (!this.#near.has(lower)) this.#near.set(lower, this.#nearestTo(lower));
    return this.#near.get(lower);
  }

  #nearestTo(lower: string): string | undefined {
    const plain = lower.replaceAll('_', '');
    let best: string | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const [candidate, name] of this.#lower) {
      const far = Math.min(distance(lower, candidate), distance(plain, candidate));
      if (far < least) [best, least] = [name, far];
    }
    if (best === undefined || least > Math.max(1, Math.floor(best.length * NEAR))) return undefined;
    // Any two names of three letters are near each other: {sid} is no {Oid}.
    return best.length > SHORT || best[0]!.toLowerCase() === lower[0] ? best : undefined;
  }
}
