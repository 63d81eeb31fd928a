import type { Expectation } from './expect-schema.ts';
import type { Step } from './schema.ts';

/** What a step makes that later ones can refer to. */
type Made = 'action' | 'click' | 'inquiry';

/** A step's reference to an earlier one: where it stands in the step, what it must be, and its name. */
export interface Reference {
  path: [verb: string, key: string];
  made: Made;
  id: string;
}

const NAMES: Record<Made, string> = { action: 'track', click: 'click', inquiry: 'inquiry' };

/** The earlier steps that a step refers to. */
export function referencesOf(step: Step): Reference[] {
  const to = (verb: string, key: string, made: Made, id: string | undefined): Reference[] =>
    id === undefined ? [] : [{ path: [verb, key], made, id }];
  if ('track' in step) return to('track', 'click', 'click', step.track.click);
  if ('modify' in step) return to('modify', 'action', 'action', step.modify.action);
  if ('reverse' in step) return to('reverse', 'action', 'action', step.reverse.action);
  if ('restore' in step) return to('restore', 'action', 'action', step.restore.action);
  if ('reset' in step) return to('reset', 'action', 'action', step.reset.action);
  if ('approve' in step) return to('approve', 'action', 'action', step.approve.action);
  if ('clear' in step) return to('clear', 'action', 'action', step.clear.action);
  if ('inquiry' in step) return to('inquiry', 'action', 'action', step.inquiry.action);
  if ('closeInquiry' in step) return to('closeInquiry', 'inquiry', 'inquiry', step.closeInquiry.inquiry);
  return [];
}

function madeBy(step: Step): Made | 'purchases' | undefined {
  if ('track' in step) return 'action';
  if ('click' in step) return 'click';
  if ('inquiry' in step) return 'inquiry';
  return 'repeat' in step ? 'purchases' : undefined;
}

interface Fault {
  path: (string | number)[];
  message: string;
}

/** What is wrong between steps: unknown or twofold ids, and times that go backwards. */
export function checkReferences(steps: readonly Step[], expect: readonly Expectation[]): Fault[] {
  const faults: Fault[] = [];
  const known = new Map<string, Made | 'purchases'>();
  let last = 0;
  steps.forEach((step, index) => {
    const at = (...path: (string | number)[]) => ['steps', index, ...path];
    if (step.at !== undefined) {
      if (step.at < last) faults.push({ path: at('at'), message: 'is before the step above it' });
      last = step.at;
    }
    for (const { path, made, id } of referencesOf(step)) {
      const there = known.get(id);
      if (there === undefined)
        faults.push({ path: at(...path), message: `no earlier step has the id "${id}"` });
      else if (there !== made)
        faults.push({ path: at(...path), message: `"${id}" is not a ${NAMES[made]} step` });
    }
    const made = madeBy(step);
    if (made === undefined || !('id' in step) || step.id === undefined) return;
    if (known.has(step.id)) faults.push({ path: at('id'), message: `the id "${step.id}" is taken` });
    known.set(step.id, made);
  });
  expect.forEach((expectation, index) => {
    if (!('deliveries' in expectation)) return;
    const { step } = expectation.deliveries;
    if (step !== undefined && !known.has(step))
      faults.push({ path: ['expect', index, 'deliveries', 'step'], message: `no step has the id "${step}"` });
  });
  return faults;
}
