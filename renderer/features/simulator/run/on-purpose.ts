import type { Disorder } from '../../../../shared/delivery/delivery.ts';
import type { Scenario } from '../../../../shared/scenario/schema.ts';

const WORDS: Record<Disorder, string> = {
  duplicate: 'duplicated',
  reorder: 'reordered',
  delay: 'delayed',
  drop: 'dropped',
  'lose-answer': 'with the response lost',
};

/** "24 duplicated, 11 responses lost": what was done to deliveries; '' for nothing. */
export function onPurposeText(done: readonly { what: Disorder; deliveries: number }[]): string {
  return done
    .map(({ what, deliveries }) => `${deliveries.toLocaleString('en-US')} ${WORDS[what]}`)
    .join(', ');
}

const plural = (number: number, one: string) => `${number} ${one}${number === 1 ? '' : 's'}`;

/** What the steps of a scenario do to deliveries of other steps: phrases, such as "2 steps send again". */
export function stepsOnPurpose({ steps }: Pick<Scenario, 'steps'>): string[] {
  const number = (verb: 'again' | 'hold' | 'loseResponse' | 'set', what: string, whats = what) => {
    const found = steps.filter((step) => verb in step).length;
    return found === 0 ? [] : [`${plural(found, 'step')} ${found === 1 ? what : whats}`];
  };
  return [
    ...number('again', 'sends again', 'send again'),
    ...number('hold', 'holds postbacks back', 'hold postbacks back'),
    ...number('loseResponse', 'loses responses', 'lose responses'),
    ...number('set', 'sets values', 'set values'),
  ];
}
