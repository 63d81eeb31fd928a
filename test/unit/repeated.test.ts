import { expect, it } from 'vitest';
import { repeatedSentence } from '../../renderer/features/templates/repeated.ts';
import { postbackSchema } from '../../shared/template/postback.ts';

const through = (names: string[]) =>
  repeatedSentence({
    program: { id: '1', name: 'Acme ' },
    eventType: { id: '2', name: 'Purchase' },
    postbacks: names.map((name) => ({
      file: `postbacks/${name}.yaml`,
      postback: postbackSchema.parse({ name, url: '/pb' }),
    })),
  });

it('names the postbacks that an event arrives through, the first four of many', () => {
  expect(through(['A', 'B'])).toBe(
    'Each Purchase of Acme arrives twice: through A (all events) and B (all events).',
  );
  const many = through(Array.from({ length: 200 }, (_, index) => `P${index}`));
  expect(many).toBe(
    'Each Purchase of Acme arrives 200 times: through P0 (all events), P1 (all events), P2 (all events), P3 (all events) and 196 more.',
  );
});
