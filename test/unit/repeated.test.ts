import { describe, expect, it } from 'vitest';
import { repeatedSentences } from '../../renderer/lib/repeated-sentences.ts';
import { postbackSchema } from '../../shared/template/postback.ts';

const repeated = (program: string, eventType: string, names: string[]) => ({
  program: { id: program, name: `${program} ` },
  eventType: { id: eventType, name: eventType },
  postbacks: names.map((name) => ({
    file: `postbacks/${name}.yaml`,
    postback: postbackSchema.parse({ name, url: '/pb' }),
  })),
});

describe('the sentence about events that arrive more than once', () => {
  it('names the postbacks that they arrive through, the first four of many', () => {
    expect(repeatedSentences([repeated('Acme', 'Purchase', ['A', 'B'])])).toEqual([
      'Each Purchase of Acme arrives twice: through A (all events) and B (all events).',
    ]);
    const many = Array.from({ length: 200 }, (_, index) => `P${index}`);
    expect(repeatedSentences([repeated('Acme', 'Purchase', many)])).toEqual([
      'Each Purchase of Acme arrives 200 times: through P0 (all events), P1 (all events), P2 (all events), P3 (all events) and 196 more.',
    ]);
  });

  it('is one for all events that arrive through the same postbacks', () => {
    const both = ['A', 'B'];
    expect(
      repeatedSentences([
        repeated('Acme', 'Purchase', both),
        repeated('Acme', 'Sign Up', both),
        repeated('Borealis', 'Purchase', both),
        repeated('Corvus', 'Lead', ['A', 'B', 'C']),
      ]),
    ).toEqual([
      'Each Purchase and Sign Up of Acme and each Purchase of Borealis arrives twice: through A (all events) and B (all events).',
      'Each Lead of Corvus arrives three times: through A (all events), B (all events) and C (all events).',
    ]);
  });

  it('leaves out the postback that it is read beside', () => {
    expect(repeatedSentences([repeated('Acme', 'Purchase', ['A', 'B', 'C'])], 'postbacks/B.yaml')).toEqual([
      'Each Purchase of Acme arrives three times, also through A (all events) and C (all events).',
    ]);
  });
});
