import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ResponseStack } from '../../electron/engine/receiver/response-stack.ts';
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
