import { type CaptureMark, NO_MARK } from '../../../../shared/receiver/capture-mark.ts';
import {
  type CaptureFilter,
  type FieldCondition,
  needsDelivery,
  OF_HEAD_AND_BODY,
  OF_MARKS,
  type TextCondition,
} from '../capture-condition.ts';
import { searchTerms } from '../capture-search.ts';
import { addBit, addBits, type BlockBits, dropBits, isEmpty, keepBits, noBits } from './block-bits.ts';
import { type ColumnQuestion, placesMeeting } from './column.ts';
import type { IndexReader, KnownBlock } from './index-reader.ts';
import { firstOf } from './pack-block.ts';
import { foldAscii, type Needle, needleOf, type Texts } from './texts.ts';

/** The captures of a block that meet something, as far as the index can tell. */
export interface BlockMatch {
  sure: BlockBits;
  /** Only the captures themselves can tell; none of `sure`. */
  open: BlockBits;
}

/** What a text is within the packed texts; worked out once for a query. */
interface TextPlan extends TextCondition {
  /** Bytes that a capture with the text has as they are; undefined where that cannot be looked up. */
  utf8: Needle | undefined;
  /** The same for text beyond ASCII in headers sent as Latin-1; null without such text. */
  latin1: Needle | undefined | null;
}

interface FieldPlan extends FieldCondition {
  /** For a field of head and body: texts that these contain if they are ASCII; undefined where that is not known. */
  needles: readonly Needle[] | undefined;
}

/** A filter as the index is asked. */
export interface BlockPlan {
  texts: readonly TextPlan[];
  fields: readonly FieldPlan[];
}

export function planOf({ texts, fields }: CaptureFilter): BlockPlan {
  return {
    texts: texts.map((condition) => {
      const { $text, $latin1 } = searchTerms(condition.text);
      return {
        ...condition,
        utf8: needleOf(foldAscii(Buffer.from($text))),
        latin1: $latin1 === null ? null : needleOf(foldAscii($latin1)),
      };
    }),
    fields: fields.map((condition) => ({ ...condition, needles: needlesOf(condition) })),
  };
}

const ASCII = /^[\0-\x7f]*$/;

/** Texts that are in head or body, one after the other or not, if a value of the field is what it is to be. */
function needlesOf({ source, name, contains }: FieldCondition): Needle[] | undefined {
  if (source === 'request' || contains === undefined) return undefined;
  const wanted = contains.toLowerCase();
  // A value that is not ASCII is of a capture that is not, and these are all read.
  if (!ASCII.test(wanted)) return [];
  const parts = PARTS[name]?.(wanted).filter((part) => part !== '');
  if (parts === undefined || parts.length === 0) return undefined;
  return parts.map((part) => needleOf(Buffer.from(part))!);
}

const PARTS: Readonly<Record<string, (wanted: string) => string[]>> = {
  target: (wanted) => [wanted],
  body: (wanted) => [wanted],
  // Blanks between name and value are not kept.
  headers: (wanted) => wanted.split(':').map((part) => part.trim()),
  // A host and a target do not stand beside each other in the head.
  url: (wanted) => {
    if ('http://'.includes(wanted)) return [];
    const rest = wanted.replace(/^(?:http:\/\/|ttp:\/\/|tp:\/\/|p:\/\/|:\/\/|\/\/|\/)/, '');
    const slash = rest.indexOf('/');
    return slash === -1 ? [rest] : [rest.slice(0, slash), rest.slice(slash)];
  },
};

/** What the index does not have of a block. */
export interface BlockSurroundings {
  /** The number of the last clearing of deliveries. */
  cleared: number;
  /** The marks of its captures, by their ids; asked for only where a field needs them. */
  marks: () => ReadonlyMap<number, CaptureMark>;
}

/** Which captures of a block meet a plan. Throws IndexDamaged. */
export function matchBlock(
  reader: IndexReader,
  known: KnownBlock,
  { texts, fields }: BlockPlan,
  surroundings: BlockSurroundings,
): BlockMatch {
  const sure = known.present.slice();
  const possible = known.present.slice();
  const keep = ({ sure: met, open }: BlockMatch, excluded: boolean) => {
    const maybe = met.slice();
    addBits(maybe, open);
    if (excluded) {
      dropBits(sure, maybe);
      dropBits(possible, met);
    } else {
      keepBits(sure, met);
      keepBits(possible, maybe);
    }
  };
  let packed: Texts | undefined;
  const textsOf = () => {
    packed ??= reader.texts(known);
    return packed;
  };
  // Columns first: they are smaller.
  for (const field of fields.toSorted((a, b) => Number(isLarge(a)) - Number(isLarge(b)))) {
    if (isEmpty(possible)) break;
    keep(
      isLarge(field) ? matchText(known, field, textsOf) : matchField(reader, known, field, surroundings),
      field.excluded,
    );
  }
  for (const text of texts) {
    if (isEmpty(possible)) break;
    keep(containing(known, text, textsOf), text.excluded);
  }
  keepBits(sure, possible);
  dropBits(possible, sure);
  return { sure, open: possible };
}

/** Whether a field has no column. */
const isLarge = ({ source, name }: FieldCondition) =>
  source === 'capture' && (OF_HEAD_AND_BODY.has(name) || name === 'target');

function matchField(
  reader: IndexReader,
  known: KnownBlock,
  condition: FieldCondition,
  { cleared, marks }: BlockSurroundings,
): BlockMatch {
  const { source, name, isMet } = condition;
  if (source === 'capture' && OF_MARKS.has(name)) return matchMarks(known, condition, marks());
  const isOfDelivery = needsDelivery(condition);
  // Deliveries that were cleared have left nothing.
  const isGone = isOfDelivery && known.cleared !== cleared;
  const met = noBits();
  const having = noBits();
  const look = (column: string, question: ColumnQuestion = condition) => {
    const packed = reader.column(known, column);
    if (packed === undefined) return;
    const found = placesMeeting(packed, question);
    addBits(met, found.met);
    addBits(having, found.having);
  };
  if (source === 'request') {
    look(`request.${name}`);
    if (!isGone) look(`event.${name}`);
  } else if (name === 'id') {
    addIds(known, met, isMet);
    addBits(having, known.present);
  } else if (name === 'took') {
    look('capture.tookUs', {
      isNumeric: true,
      isMet: ([us]) => isMet([Number(us) / 1000]),
    });
  } else if (!isGone || name === 'virtualAt') look(`capture.${name}`);
  if (isMet([])) {
    const without = known.present.slice();
    dropBits(without, having);
    addBits(met, without);
  }
  const open = noBits();
  if (isOfDelivery) addBits(open, known.open);
  // The time of the attempt is gone; when the capture arrived by that clock, it says itself.
  if (isGone && name === 'virtualAt') addBits(open, known.sent);
  if (source === 'request') addBits(open, known.longFields);
  // What is packed is what the receiver noted; a note of the user may stand beside it.
  if (source === 'capture' && name === 'note') {
    for (const [id, { note }] of marks()) if (note !== '') addBit(open, id - firstOf(known.block));
    keepBits(open, known.present);
  }
  dropBits(met, open);
  return { sure: met, open };
}

/** What only marks tell is known without reading a capture. */
function matchMarks(
  { block, present }: KnownBlock,
  { name, isMet }: FieldCondition,
  marks: ReadonlyMap<number, CaptureMark>,
): BlockMatch {
  const valuesOf = (mark: CaptureMark) => (name === 'label' ? mark.labels : [mark.pinned ? 'yes' : 'no']);
  const met = isMet(valuesOf(NO_MARK)) ? present.slice() : noBits();
  const without = noBits();
  for (const [id, mark] of marks) addBit(isMet(valuesOf(mark)) ? met : without, id - firstOf(block));
  dropBits(met, without);
  keepBits(met, present);
  return { sure: met, open: noBits() };
}

function addIds({ block, present }: KnownBlock, met: BlockBits, isMet: FieldCondition['isMet']): void {
  for (let place = 0; place < present.length * 32; place += 1) {
    if (isMet([firstOf(block) + place])) met[place >>> 5]! |= 1 << (place & 31);
  }
  keepBits(met, present);
}

/** A field whose text stands in head or body: who has not its parts does not meet it, the others have to be read. */
function matchText(known: KnownBlock, { needles }: FieldPlan, textsOf: () => Texts): BlockMatch {
  if (needles === undefined) return { sure: noBits(), open: known.present.slice() };
  const open = needles.length === 0 ? noBits() : known.present.slice();
  for (const needle of needles) keepBits(open, textsOf().placesWith(needle));
  addBits(open, known.longText);
  addBits(open, known.beyondAscii);
  return { sure: noBits(), open };
}

/** The captures that contain a text. */
function containing(known: KnownBlock, { utf8, latin1 }: TextPlan, textsOf: () => Texts): BlockMatch {
  const met = utf8 === undefined ? noBits() : textsOf().placesWith(utf8);
  const open = noBits();
  if (utf8 === undefined) addBits(open, known.present);
  else if (!utf8.isExact) addBits(open, met);
  if (latin1 === undefined) addBits(open, known.beyondAscii);
  else if (latin1 !== null) addBits(open, textsOf().placesWith(latin1));
  if (utf8?.isExact) dropBits(open, met);
  addBits(open, known.longText);
  dropBits(met, open);
  return { sure: met, open };
}
