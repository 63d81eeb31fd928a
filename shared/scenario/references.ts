import type { Expectation } from './expect-schema.ts';

/** What a step creates that later ones can refer to. */
type Made = 'action' | 'click' | 'inquiry';

/** A step's reference to an earlier one: its place in the step, what it must be, and its name. */
export interface Reference {
  path: [verb: string, key: string];
  made: Made;
  id: string;
}

const NAMES: Record<Made, string> = { action: 'track', click: 'click', inquiry: 'inquiry' };

/**
 * A step as this file sees it, whatever the verbs: its schema checks references, so this file cannot use
 * the schema's type.
 */
interface AnyStep {
  readonly [key: string]: unknown;
}

/** Which key under a verb refers to what. */
const REFERENCES: readonly (readonly [verb: string, key: string, made: Made])[] = [
  ['track', 'click', 'click'],
  ['modify', 'action', 'action'],
  ['reverse', 'action', 'action'],
  ['restore', 'action', 'action'],
  ['reset', 'action', 'action'],
  ['approve', 'action', 'action'],
  ['clear', 'action', 'action'],
  ['inquiry', 'action', 'action'],
  ['closeInquiry', 'inquiry', 'inquiry'],
];

/** The earlier steps that a step refers to. */
export function referencesOf(step: AnyStep): Reference[] {
  return REFERENCES.flatMap(([verb, key, made]) => {
    const id = (step[verb] as Record<string, unknown> | undefined)?.[key];
    return typeof id === 'string' ? [{ path: [verb, key], made, id }] : [];
  });
}

function madeBy(step: AnyStep): Made | 'purchases' | undefined {
  if ('track' in step) return 'action';
  if ('click' in step) return 'click';
  if ('inquiry' in step) return 'inquiry';
  return 'repeat' in step ? 'purchases' : undefined;
}

/** Steps that say how those of another step are sent: which one, and whether it stands before or after. */
function orderFaults(steps: readonly AnyStep[], index: number): Fault[] {
  const step = steps[index]!;
  const placeOf = (id: unknown) => steps.findIndex((one) => typeof id === 'string' && one.id === id);
  const needs = (path: string[], id: unknown, where: 'earlier' | 'later', than = index): Fault[] => {
    const place = placeOf(id);
    if (place === -1) return [{ path, message: `no ${where} step has the id "${String(id)}"` }];
    if (!sends(steps[place]!)) return [{ path, message: `"${String(id)}" sends no postbacks` }];
    if (where === 'earlier' ? place < than : place > than) return [];
    return [
      { path, message: `"${String(id)}" must be ${where === 'earlier' ? 'above' : 'below'} this step` },
    ];
  };
  if (isRecord(step.again)) return needs(['again', 'of'], step.again.of, 'earlier');
  if (typeof step.loseResponse === 'string') return needs(['loseResponse'], step.loseResponse, 'later');
  if (!isRecord(step.hold)) return [];
  const { of, until } = step.hold;
  const faults = [...needs(['hold', 'of'], of, 'later'), ...needs(['hold', 'until'], until, 'later')];
  // One that is held back itself leaves later than it stands.
  const isHeld = steps.some((one) => isRecord(one.hold) && one.hold.of === until);
  if (faults.length > 0 || isHeld || placeOf(until) > placeOf(of)) return faults;
  return [{ path: ['hold', 'until'], message: `"${String(until)}" must be below "${String(of)}"` }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Whether what a step does may fire postbacks. */
function sends(step: AnyStep): boolean {
  const verbs = [
    'track',
    'repeat',
    'modify',
    'reverse',
    'restore',
    'reset',
    'approve',
    'clear',
    'inquiry',
    'closeInquiry',
    'catalog',
    'again',
  ];
  return verbs.some((verb) => verb in step);
}

interface Fault {
  path: (string | number)[];
  message: string;
}

/** Problems between steps: unknown or duplicate ids, and times that go backwards. */
export function checkReferences(steps: readonly AnyStep[], expect: readonly Expectation[]): Fault[] {
  const faults: Fault[] = [];
  const known = new Map<string, Made | 'purchases' | 'change'>();
  let last = 0;
  steps.forEach((step, index) => {
    const at = (...path: (string | number)[]) => ['steps', index, ...path];
    if (typeof step.at === 'number') {
      if (step.at < last) faults.push({ path: at('at'), message: 'is earlier than the step above it' });
      last = step.at;
    }
    for (const { path, made, id } of referencesOf(step)) {
      const there = known.get(id);
      if (there === undefined)
        faults.push({ path: at(...path), message: `no earlier step has the id "${id}"` });
      else if (there !== made)
        faults.push({ path: at(...path), message: `"${id}" is not a ${NAMES[made]} step` });
    }
    for (const fault of orderFaults(steps, index)) faults.push({ ...fault, path: at(...fault.path) });
    if (typeof step.id !== 'string') return;
    if (known.has(step.id)) faults.push({ path: at('id'), message: `the id "${step.id}" is already taken` });
    known.set(step.id, madeBy(step) ?? 'change');
  });
  expect.forEach((expectation, index) => {
    if (!('deliveries' in expectation)) return;
    const { step } = expectation.deliveries;
    if (step !== undefined && !known.has(step))
      faults.push({ path: ['expect', index, 'deliveries', 'step'], message: `no step has the id "${step}"` });
  });
  return faults;
}
