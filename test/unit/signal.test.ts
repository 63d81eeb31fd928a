import { once } from 'node:events';
import { expect, it } from 'vitest';
import { Signal } from '../../electron/engine/signal.ts';

it('a listener that throws keeps neither the others nor whoever tells from going on, and is heard of', async () => {
  const signal = new Signal();
  const heard: string[] = [];
  signal.on(() => {
    throw new Error('broken listener');
  });
  const stop = signal.on(() => heard.push('second'));
  const warning = once(process, 'warning');
  signal.tell();
  expect(heard).toEqual(['second']);
  expect(await warning).toMatchObject([{ message: 'broken listener' }]);
  stop();
  signal.tell();
  expect(heard).toEqual(['second']);
});
