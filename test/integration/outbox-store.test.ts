import { describe, expect, it } from 'vitest';
import { ActivityStore } from '../../electron/engine/store/activity.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import type { AttemptEnd } from '../../shared/delivery/attempt.ts';
import { sampleValues } from '../../shared/domain/samples.ts';
import { type Postback, postbackSchema } from '../../shared/template/postback.ts';
import { temporaryFolder } from '../fixtures/command.ts';

class Rig {
  readonly #folder = temporaryFolder();
  readonly database = openDatabase(this.#folder.path);
  readonly store = new ActivityStore(this.database);
  readonly postback = postbackSchema.parse({ name: 'rig', url: 'http://127.0.0.1:9/?id={ActionId}' });

  add(template: Postback = this.postback) {
    return this.store.outbox.add({
      runId: null,
      step: null,
      subjectKey: 1,
      subjectId: 'A.1',
      event: 'tracked',
      postbackFile: 'rig.yaml',
      template,
      values: sampleValues('tracked'),
      createdAt: 1,
      dueAt: 2,
      processingMs: 0,
      minimumDelayMs: 0,
      intended: '',
      seed: 1,
      seedKey: '1',
    });
  }

  start(...deliveryIds: number[]): number[] {
    return this.store.outbox.startAttempts(
      deliveryIds.map((deliveryId) => ({
        deliveryId,
        start: {
          number: 1,
          dueAt: 2,
          sentAt: 3,
          rateWaitMs: 0,
          maintenanceWaitMs: 0,
          intended: '',
          origin: 'http://127.0.0.1:9',
          bytes: Buffer.from(`request of ${deliveryId}`),
          secrets: [],
        },
      })),
    );
  }

  end(attemptId: number): void {
    this.store.outbox.endAttempt(attemptId, DELIVERED, { state: 'delivered', attempts: 1, failures: 0 });
  }

  count(table: string): number {
    return Number(this.database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n);
  }

  /** As after a kill: another engine over what is on disk. */
  next(): ActivityStore {
    return new ActivityStore(this.database);
  }

  [Symbol.dispose](): void {
    this.database.close();
    this.#folder[Symbol.dispose]();
  }
}

const DELIVERED: AttemptEnd = {
  sentAt: 3,
  endedAt: 4,
  outcome: 'delivered',
  status: 200,
  durationMs: 1,
  connectMs: 0,
  firstByteMs: 1,
  nextAt: null,
  nextSentence: '',
  nextParts: [],
  cause: '',
  responseHeaders: [],
  responseBody: Buffer.alloc(0),
  responseLength: 0,
};

describe('the store of the outbox', () => {
  it('remembers nothing of what was taken back with its transaction', () => {
    using rig = new Rig();
    const attempt = () =>
      rig.store.transaction(() => {
        rig.add();
        throw new Error('no');
      });
    expect(attempt).toThrow('no');
    const { id, templateId } = rig.add();
    const { outbox } = rig.next();
    expect(outbox.template(templateId)).toEqual(rig.postback);
    expect(outbox.values(id)).toEqual(sampleValues('tracked'));
  });

  it('marks unknown, after a kill, what had been stored as leaving and has not ended, and only that', () => {
    using rig = new Rig();
    const ids = [rig.add(), rig.add(), rig.add(), rig.add()].map(({ id }) => id);
    const [first, second, third, fourth] = rig.start(...ids);
    rig.end(first!);
    rig.store.outbox.removeAttempts([second!]);
    rig.store.outbox.markInFlight([third!]);
    const after = rig.next();
    expect(after.recover(9).map(({ id }) => id)).toEqual(ids.slice(1));
    expect(after.deliveriesAfter(0, 10).toSorted((a, b) => a.id - b.id)).toMatchObject([
      { state: 'delivered', attempts: [{ id: first, outcome: 'delivered' }] },
      { state: 'waiting', attempts: [] },
      { state: 'waiting', attempts: [{ id: third, outcome: 'unknown', endedAt: 9 }] },
      { state: 'waiting', attempts: [{ id: fourth, outcome: 'unknown', endedAt: 9 }] },
    ]);
    expect(Buffer.from(after.attempt(fourth!)!.request, 'base64').toString()).toBe(`request of ${ids[3]}`);
    expect(rig.count('starts')).toBe(0);
    expect(rig.next().recover(10)).toHaveLength(3);
  });

  it('shows an attempt that lasts, and what became of it in the same place', () => {
    using rig = new Rig();
    const { id } = rig.add();
    const [attemptId] = rig.start(id);
    expect(rig.store.attempt(attemptId!)).toBeUndefined();
    rig.store.outbox.markInFlight([attemptId!]);
    expect(rig.store.attempt(attemptId!)).toMatchObject({ outcome: 'in-flight', deliveryId: id });
    rig.end(attemptId!);
    expect(rig.store.attempt(attemptId!)).toMatchObject({ outcome: 'delivered', status: 200 });
    expect(rig.count('attempts')).toBe(1);
    expect(rig.count('starts')).toBe(0);
  });

  it('lets an attempt end whose delivery was cleared away meanwhile', () => {
    using rig = new Rig();
    const [attemptId] = rig.start(rig.add().id);
    rig.store.clear();
    rig.end(attemptId!);
    expect([rig.count('attempts'), rig.count('starts'), rig.count('event_values')]).toEqual([0, 0, 0]);
    const [next] = rig.start(rig.add().id);
    expect(next).toBe(attemptId! + 1);
  });
});
