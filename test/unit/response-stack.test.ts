import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ResponseStack } from '../../electron/engine/receiver/response-stack.ts';
import { type ResponseRuleInput, responseRulesSchema } from '../../shared/receiver/rules/rule-schema.ts';
import type { ResponseOwner } from '../../shared/timeline/receiver-history.ts';

const REQUEST = {
  method: 'GET',
  target: '/',
  headers: [],
  endpoint: 'default',
  fields: () => [],
  text: () => '',
  sender: () => '127.0.0.1',
  delivery: () => null,
  virtualAt: 0,
};
const rules = (...given: ResponseRuleInput[]) => responseRulesSchema.parse(given);
const given = (stack: ResponseStack, times: number) =>
  Array.from({ length: times }, () => stack.choose(REQUEST, 0).plan.status);

describe('responses by owner', () => {
  it('are 200 while nobody has said anything', () => {
    expect(given(new ResponseStack(), 2)).toEqual([200, 200]);
  });

  it('of two overlapping runs leave the user’s own in force when both are over', () => {
    const stack = new ResponseStack();
    stack.set('user', [201]);
    stack.set('run 1', [500]);
    stack.set('run 2', [404]);
    stack.remove('run 1');
    expect(given(stack, 1)).toEqual([404]);
    stack.remove('run 2');
    expect(given(stack, 1)).toEqual([201]);
  });

  it('that the user sets during a run are heard at once, and stay after it', () => {
    const stack = new ResponseStack();
    stack.set('run 1', [500]);
    stack.set('user', [204]);
    expect(given(stack, 1)).toEqual([204]);
    stack.remove('run 1');
    expect(given(stack, 1)).toEqual([204]);
  });

  it('continue where they were when what covered them is gone', () => {
    const stack = new ResponseStack();
    stack.set('user', [500, 503, 200]);
    expect(given(stack, 1)).toEqual([500]);
    stack.set('run 1', [404]);
    expect(given(stack, 2)).toEqual([404, 404]);
    stack.remove('run 1');
    expect(given(stack, 3)).toEqual([503, 200, 200]);
  });

  it('deviate from the default until the last other one has been given, and say when that is', () => {
    const stack = new ResponseStack();
    const told: (string | undefined)[] = [];
    stack.onChange(() => told.push(stack.deviation?.owner));
    expect(stack.deviation).toBeNull();
    stack.set('user', [500, 200, 503, 200]);
    const layer = stack.deviation;
    expect(layer).toMatchObject({ owner: 'user', given: 0 });
    given(stack, 2);
    expect(stack.deviation).toBe(layer);
    given(stack, 3);
    expect(stack.deviation).toBeNull();
    stack.set('run 1', [204]);
    given(stack, 5);
    expect(stack.deviation).toMatchObject({ owner: 'run 1', given: 5 });
    stack.remove('run 1');
    stack.set('user', [200]);
    expect(told).toEqual(['user', undefined, 'run 1', undefined, undefined]);
  });

  it('deviate while one of the rules is in force, and say when the last of them is over, by the clock', () => {
    let now = 1_000;
    const waiting: { until: number; callback: () => void }[] = [];
    const at = (until: number, callback: () => void) => {
      const waiter = { until, callback };
      waiting.push(waiter);
      return () => void waiting.splice(waiting.indexOf(waiter), 1);
    };
    const stack = new ResponseStack({ now: () => now, at });
    const told: (string | undefined)[] = [];
    stack.onChange(() => told.push(stack.deviation?.text));
    stack.setRules('user', rules({ name: 'A', fault: 'hang', during: '2 s' }, { respond: { status: 200 } }));
    expect(stack.deviation).toMatchObject({ text: 'A', owner: 'user', ids: [1] });
    expect(waiting).toHaveLength(1);
    now = waiting[0]!.until;
    waiting[0]!.callback();
    expect(stack.deviation).toBeNull();
    stack.turn(1, true);
    stack.turn(1, false);
    expect(told).toEqual(['A', undefined, 'A', undefined]);
    expect(waiting).toHaveLength(0);
  });

  it.each<[string, ResponseRuleInput, number]>([
    ['as often as it may', { respond: { status: 500 }, times: 2 }, 2],
    ['to the requests that it is about', { when: { request: { to: 3 } }, respond: { status: 500 } }, 3],
    ['what is not the default', { respond: { status: '500x2, 200' } }, 2],
  ])('no longer deviate once a rule has responded %s', (_what, rule, times) => {
    const stack = new ResponseStack();
    stack.setRules('user', rules(rule));
    let changes = 0;
    stack.onChange(() => {
      changes += 1;
    });
    given(stack, times - 1);
    expect([stack.deviation === null, changes]).toEqual([false, 0]);
    given(stack, 1);
    expect([stack.deviation, changes]).toEqual([null, 1]);
  });

  it('are healthy after everything that deviates was turned off, and go on where they were when that is taken back', () => {
    const stack = new ResponseStack();
    stack.setRules('workspace', rules({ name: 'W', respond: { status: 403 } }));
    stack.setRules(
      'user',
      rules(
        { name: 'U', respond: { status: 503 }, times: 3 },
        { name: 'Off', enabled: false, fault: 'hang' },
      ),
    );
    stack.set('run 1', [500, 500, 200]);
    expect(given(stack, 1)).toEqual([500]);
    const off = stack.heal();
    expect([given(stack, 2), stack.deviation]).toEqual([[200, 200], null]);
    // A file that is read again and says the same does not end it.
    stack.setRules('workspace', rules({ name: 'W', respond: { status: 403 } }));
    expect(given(stack, 1)).toEqual([200]);
    stack.resume(off);
    expect(given(stack, 2)).toEqual([500, 200]);
    stack.remove('run 1');
    expect(given(stack, 4)).toEqual([503, 503, 503, 200]);
  });

  it('of a plain list come before the rules of the user, which stay', () => {
    const stack = new ResponseStack();
    stack.setRules('user', rules({ name: 'U', respond: { status: 503 } }));
    stack.set('user', [404]);
    stack.set('user', [201]);
    expect([given(stack, 1), stack.layers[0]?.rules.length]).toEqual([[201], 2]);
  });

  it('are those of whoever spoke last and is still there, those of the workspace below them, in any order', () => {
    const owner = fc.constantFrom<ResponseOwner>('workspace', 'user', 'run 1', 'run 2');
    const status = fc.integer({ min: 200, max: 599 });
    const move = fc.oneof(fc.record({ owner, status }), fc.record({ owner, status: fc.constant(undefined) }));
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
        const stack = new ResponseStack();
        const spoken = new Map<ResponseOwner, number>();
        for (const { owner: who, status: what } of moves) {
          spoken.delete(who);
          if (what === undefined) stack.remove(who);
          else {
            spoken.set(who, what);
            stack.set(who, [what]);
          }
          const last = [...spoken].findLast(([one]) => one !== 'workspace') ?? [...spoken].at(-1);
          expect(stack.owner).toBe(last?.[0] ?? null);
          expect(given(stack, 1)).toEqual([last?.[1] ?? 200]);
        }
      }),
    );
  });
});
