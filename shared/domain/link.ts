import { PostbenchError } from '../errors.ts';
import { findNamed } from './find.ts';
import type { Program, World } from './program.ts';
import { drawFrom, drawText } from './random.ts';
import type { Millis } from './time.ts';

/** Documented limit of SubIds and the SharedId, in characters. */
export const SUB_ID_LIMIT = 255;

/** What a partner adds to a link for its own use; the brand also sees the SharedId (documented). */
export interface SubIds {
  subId1: string;
  subId2: string;
  subId3: string;
  sharedId: string;
}

/** The values of a tracking link. */
export interface LinkInput {
  subId1?: string | undefined;
  subId2?: string | undefined;
  subId3?: string | undefined;
  sharedId?: string | undefined;
  /** Id or name of a program; defaults to the first one. */
  program?: string | undefined;
  /** Id or name of an ad of the program. */
  ad?: string | undefined;
  /** Id or name of a site of the partner. */
  property?: string | undefined;
  /** The page to land on instead of the program's own. */
  deepLink?: string | undefined;
}

/** A click on a tracking link: what a conversion takes its SubIds from. */
export interface Click extends SubIds {
  /** {RefClickId}; letters, digits, "-" and ":", as seen live. */
  id: string;
  at: Millis;
  programId: string;
  adId: string;
  propertyId: string;
  /** The page it led to. */
  landingPage: string;
}

/** Keys of a link in the order in which the platform writes them (documented: 48001235417). */
const KEYS = { subId1: 'subId1', subId2: 'subId2', subId3: 'subId3', sharedId: 'sharedid' } as const;
const SUB_IDS = Object.keys(KEYS) as (keyof SubIds)[];
/** Name of the key for a property; unpublished (assumed, after MediaPartnerPropertyId of the API). */
const PROPERTY_KEY = 'partnerpropertyid';

/**
 * The tracking link of the partner: https://{domain}/c/{partner}/{ad}/{program}?subId1=…&sharedid=…&u=… (documented).
 * Each value is percent-encoded, since the platform does not do it for a link. Throws PB_ARGUMENT_INVALID,
 * PB_LINK_INVALID.
 */
export function buildLink(world: World, input: LinkInput): string {
  const program = findNamed(world.programs, input.program, 'program');
  const query: string[] = [];
  for (const name of SUB_IDS) {
    const value = input[name] ?? '';
    checkLength(KEYS[name], value);
    if (value !== '') query.push(`${KEYS[name]}=${encodeURIComponent(value.toWellFormed())}`);
  }
  if (input.property !== undefined && input.property !== '') {
    const { id } = findNamed(world.partner.properties, input.property, 'property');
    query.push(`${PROPERTY_KEY}=${encodeURIComponent(id)}`);
  }
  if (input.deepLink !== undefined && input.deepLink !== '') {
    query.push(`u=${encodeURIComponent(pageOf(input.deepLink))}`);
  }
  const ad = adOf(program, input.ad);
  const path = [world.partner.id, ad, program.id].map((id) => encodeURIComponent(id)).join('/');
  return `https://${program.trackingDomain}/c/${path}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

/**
 * A click on a link: one that `buildLink` made, or one that was pasted. The `index`th click of a seed has the same id
 * each time. Throws PB_LINK_INVALID for a link that no program of the world would track.
 */
export function clickLink(world: World, link: string, at: Millis, seed: number, index: number): Click {
  const { program, adId, query } = readLink(world, link.trim());
  const values = Object.fromEntries(
    SUB_IDS.map((name) => {
      const value = query.get(KEYS[name].toLowerCase()) ?? '';
      checkLength(KEYS[name], value);
      return [name, value];
    }),
  ) as unknown as SubIds;
  const deepLink = query.get('u');
  const draw = drawFrom(seed, 'click', index);
  return {
    ...values,
    id: `${drawText(draw, 8)}:${drawText(draw, 10)}-${drawText(draw, 6)}`,
    at,
    programId: program.id,
    adId,
    propertyId: query.get(PROPERTY_KEY) ?? '',
    landingPage: deepLink === undefined ? program.landingPage : pageOf(deepLink),
  };
}

function adOf({ ads, adId }: Program, wanted: string | undefined): string {
  if (wanted === undefined || wanted === '' || wanted === adId) return adId;
  return findNamed(ads, wanted, 'ad').id;
}

function readLink(
  world: World,
  link: string,
): { program: Program; adId: string; query: Map<string, string> } {
  if (!URL.canParse(link) || !/^https?:/i.test(link)) {
    throw new PostbenchError('PB_LINK_INVALID', `"${link}" is not a link.`, {
      remedy: 'Use one that starts with https://, as the link builder makes it.',
    });
  }
  const url = new URL(link);
  const [c, partnerId = '', adId = '', programId = '', ...more] = url.pathname
    .split('/')
    .slice(1)
    .map(decoded);
  const program = world.programs.find(({ id }) => id === programId);
  if (c !== 'c' || more.length > 0 || program === undefined || partnerId !== world.partner.id) {
    throw new PostbenchError('PB_LINK_INVALID', whyNotOurs(world, c === 'c', partnerId, programId), {
      remedy: `A link looks like https://${world.programs[0]!.trackingDomain}/c/{partner}/{ad}/{program}?subId1=…`,
    });
  }
  // The platform's own spelling is subId1 and sharedid; keys are case-insensitive (assumed).
  const query = new Map([...url.searchParams].map(([key, value]) => [key.toLowerCase(), value]));
  return { program, adId, query };
}

function whyNotOurs(world: World, isLink: boolean, partnerId: string, programId: string): string {
  if (!isLink || programId === '') return 'This does not have the form of a tracking link.';
  if (partnerId !== world.partner.id)
    return `The link belongs to partner ${partnerId}, but you are ${world.partner.id}.`;
  return `There is no program "${programId}", that the link leads to.`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function pageOf(text: string): string {
  if (URL.canParse(text) && /^https?:/i.test(text)) return text;
  throw new PostbenchError('PB_LINK_INVALID', `"${text}" is not a landing page.`, {
    remedy: 'Use a full address that starts with https://.',
  });
}

function checkLength(key: string, value: string): void {
  if (value.length <= SUB_ID_LIMIT) return;
  throw new PostbenchError(
    'PB_LINK_INVALID',
    `${key} has ${value.length} characters; the platform takes ${SUB_ID_LIMIT}.`,
    { remedy: 'Shorten it, or put the rest under another key.' },
  );
}
