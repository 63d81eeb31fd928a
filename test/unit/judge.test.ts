import { describe, expect, it } from 'vitest';
import { isAccepted, judgeResponse } from '../../shared/delivery/judge.ts';
import { outcomeSentence } from '../../shared/delivery/outcome.ts';
import type { SenderProfile } from '../../shared/delivery/profile.ts';
import { rulesWith } from '../fixtures/sending-rules.ts';

type Success = SenderProfile['success'];
const statuses = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('an answer is judged by its status first', () => {
  it.each<[Success, number[], string]>([
    ['200-201', [200, 201], 'only 200 and 201 count as success'],
    ['2xx', statuses(200, 299), 'only a 2xx counts as success'],
    ['200', [200], 'only 200 counts as success'],
  ])('under %s, for every status there is', (success, accepted, why) => {
    for (const status of statuses(100, 599)) {
      const verdict = judgeResponse({ status, body: '' }, rulesWith({ success }));
      expect(verdict.accepted).toBe(accepted.includes(status));
      if (accepted.includes(status))
        expect(verdict.sentence).toBe(`Responded with ${status}, which is accepted.`);
      else if (status >= 300 && status < 400) {
        expect(verdict.sentence).toBe(
          `Responded with ${status}; redirects are not followed and do not count as success.`,
        );
      } else expect(verdict.sentence).toBe(`Responded with ${status}; ${why}.`);
    }
  });

  it('as strictly as the words of the two help articles, where no profile is at hand', () => {
    expect(statuses(100, 599).filter(isAccepted)).toEqual([200, 201]);
  });
});

describe('an answer is judged by its body', () => {
  it.each<[string, string | undefined, string | undefined, boolean, string]>([
    ['', undefined, undefined, true, 'Responded with 200, which is accepted.'],
    [
      '{"ok":true}',
      '"ok":true',
      undefined,
      true,
      'Responded with 200 and the success response "\\"ok\\":true", which is accepted.',
    ],
    [
      '{"ok":false}',
      '"ok":true',
      undefined,
      false,
      'Responded with 200, but the body does not contain the success response "\\"ok\\":true".',
    ],
    [
      '',
      'OK',
      undefined,
      false,
      'Responded with 200, but the body is empty and so does not contain the success response "OK".',
    ],
    [
      'ok',
      'OK',
      undefined,
      false,
      'Responded with 200, but the body does not contain the success response "OK".',
    ],
    [
      'status=ERROR',
      undefined,
      'ERROR',
      false,
      'Responded with 200, but the body contains the error response "ERROR".',
    ],
    ['status=error', undefined, 'ERROR', true, 'Responded with 200, which is accepted.'],
    [
      'OK ERROR',
      'OK',
      'ERROR',
      false,
      'Responded with 200, but the body contains the error response "ERROR".',
    ],
    ['OK', 'OK', 'ERROR', true, 'Responded with 200 and the success response "OK", which is accepted.'],
    ['anything', '', '', true, 'Responded with 200, which is accepted.'],
    [
      'größer',
      'größer',
      undefined,
      true,
      'Responded with 200 and the success response "größer", which is accepted.',
    ],
  ])(
    '%j with success response %j and error response %j',
    (body, successResponse, errorResponse, accepted, sentence) => {
      const rules = rulesWith({}, { successResponse, errorResponse });
      expect(judgeResponse({ status: 200, body }, rules)).toEqual({ accepted, sentence });
    },
  );

  it('never by the body alone: the success response under a 500 is no success', () => {
    const verdict = judgeResponse({ status: 500, body: 'OK' }, rulesWith({}, { successResponse: 'OK' }));
    expect(verdict).toEqual({
      accepted: false,
      sentence: 'Responded with 500; only 200 and 201 count as success.',
    });
  });

  it('and quotes at most 80 characters of a text, saying how many there are', () => {
    const text = `${'😀'.repeat(79)}\nrest`;
    const { sentence } = judgeResponse({ status: 200, body: 'x' }, rulesWith({}, { successResponse: text }));
    expect(sentence).toBe(
      `Responded with 200, but the body does not contain the success response "${'😀'.repeat(79)}\\n…" (80 of 84 characters).`,
    );
    const exact = judgeResponse(
      { status: 200, body: '' },
      rulesWith({}, { successResponse: 'a'.repeat(80) }),
    );
    expect(exact.sentence).toContain(`"${'a'.repeat(80)}".`);
  });
});

describe('an outcome has a sentence', () => {
  it.each([
    ['not-accepted', 302, 'Responded with 302; redirects are not followed and do not count as success.'],
    ['not-accepted', 500, 'Responded with 500, which was not accepted.'],
    ['not-accepted', null, 'The response was not accepted.'],
    ['delivered', 201, 'Responded with 201, which is accepted.'],
    ['delivered', null, 'The response was accepted.'],
    ['endless-answer', null, 'The response is larger than the sender reads, so it was cut off.'],
    ['dropped', null, 'Dropped on purpose: the platform never sent it.'],
  ] as const)('%s with status %s', (outcome, status, sentence) => {
    expect(outcomeSentence(outcome, status)).toBe(sentence);
  });
});
