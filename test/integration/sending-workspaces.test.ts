import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { CaptureMatching } from '../../electron/engine/capture-matching.ts';
import { Clock } from '../../electron/engine/clock.ts';
import { NO_SECRETS } from '../../electron/engine/sender/secret-values.ts';
import { Sending } from '../../electron/engine/sending.ts';
import { ActivityStore } from '../../electron/engine/store/activity.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import { SAMPLE_TIME, SAMPLE_WORLD, sampleValues } from '../../shared/domain/samples.ts';
import { postbackSchema } from '../../shared/template/postback.ts';
import { DEFAULT_SENDING } from '../../shared/workspace/schema.ts';
import type { WorkspaceView } from '../../shared/workspace/view.ts';
import { temporaryFolder } from '../fixtures/command.ts';

const FILE = 'postbacks/orders.yaml';

function workspace(folder: string, sending: Partial<typeof DEFAULT_SENDING>): WorkspaceView {
  return {
    revision: 1,
    folder,
    settings: {
      name: folder,
      world: SAMPLE_WORLD,
      sending: { ...DEFAULT_SENDING, ...sending },
      placeholders: [],
      endpoints: [],
    },
    postbacks: [],
    scenarios: [],
    profiles: [],
    check: null,
    problems: [],
  };
}

/** Two workspaces over one outbox, with a receiver that responds as `status` says. */
class Rig implements AsyncDisposable {
  status = 500;
  readonly paths: string[] = [];
  readonly #folder = temporaryFolder();
  readonly #database = openDatabase(this.#folder.path);
  readonly clock = new Clock(SAMPLE_TIME, 'stepped');
  readonly store = new ActivityStore(this.#database);
  readonly #server = createServer((request, response) => {
    this.paths.push(request.url ?? '');
    response.writeHead(this.status).end();
  });
  readonly #views: WorkspaceView[];
  /** The receiver is somebody else's. */
  foreign = false;
  /** The one that is open. */
  shown: WorkspaceView;
  sending!: Sending;
  #count = 0;

  private constructor(views: WorkspaceView[]) {
    this.#views = views;
    this.shown = views[0]!;
  }

  static async start(...views: WorkspaceView[]): Promise<Rig> {
    const rig = new Rig(views);
    await new Promise<void>((done) => rig.#server.listen(0, '127.0.0.1', done));
    rig.open();
    return rig;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  open(): void {
    this.sending = new Sending({
      store: this.store,
      clock: this.clock,
      workspace: () => this.shown,
      rulesOf: (folder) => this.#views.find((view) => view.folder === folder) ?? this.shown,
      captureMatching: new CaptureMatching(),
      local: () => ({ receiverBase: this.foreign ? '' : this.origin }),
      ownCertificates: () => [],
      isOwn: (origin) => !this.foreign && origin === this.origin,
      secrets: NO_SECRETS,
      ceiling: undefined,
    });
  }

  deliver(folder: string, host = this.origin): number {
    this.#count += 1;
    const delivery = this.store.outbox.add({
      runId: null,
      step: null,
      subjectKey: this.#count,
      subjectId: `A.${this.#count}`,
      event: 'tracked',
      postbackFile: FILE,
      template: postbackSchema.parse({ name: 'Orders', url: `${host}/?n=${this.#count}` }),
      workspace: folder,
      values: sampleValues('tracked'),
      createdAt: this.clock.now(),
      dueAt: this.clock.now(),
      processingMs: 0,
      minimumDelayMs: 0,
      intended: '',
      seed: 1,
      seedKey: String(this.#count),
    });
    this.sending.manual.enqueue([delivery]);
    return delivery.id;
  }

  async attempts(id: number, count: number) {
    const delivery = () => this.store.deliveriesAfter(0, 1000).find((each) => each.id === id)!;
    // One may have to wait a second for its place under a ceiling.
    await expect
      .poll(() => delivery().attempts.filter(({ endedAt }) => endedAt !== null).length, { timeout: 30_000 })
      .toBe(count);
    return delivery();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sending.close();
    this.#server.close();
    this.#database.close();
    this.#folder[Symbol.dispose]();
  }
}

describe('deliveries of two workspaces', () => {
  it('are each retried on the schedule of their own, whichever is open', async () => {
    const impact = workspace('/impact', { profile: 'impact' });
    const everflow = workspace('/everflow', { profile: 'everflow' });
    await using rig = await Rig.start(impact, everflow);
    const ids = [rig.deliver('/impact'), rig.deliver('/everflow')] as const;
    rig.shown = everflow;
    const [first, second] = [await rig.attempts(ids[0], 1), await rig.attempts(ids[1], 1)];
    expect(first.attempts[0]!.nextAt).toBe(SAMPLE_TIME + 60_000);
    expect(second.attempts[0]!.nextAt).toBe(SAMPLE_TIME + 3_600_000);
    expect(rig.store.attempt(first.attempts[0]!.id)!.next.sentence).toMatch(/of 15/);
  });

  it('go only where their own allows, also while one that allows more is open', async () => {
    const open = workspace('/open', { allowedHosts: ['shop.invalid'] });
    const strict = workspace('/strict', {});
    await using rig = await Rig.start(open, strict);
    const id = rig.deliver('/strict', 'http://shop.invalid');
    expect(await rig.attempts(id, 1)).toMatchObject({ attempts: [{ outcome: 'not-allowed' }] });
    const allowed = rig.deliver('/open', 'http://shop.invalid');
    rig.shown = strict;
    expect(await rig.attempts(allowed, 1)).toMatchObject({ attempts: [{ outcome: 'unresolvable' }] });
  });

  it('are limited each by the ceiling of their own, whichever is open', async () => {
    const slow = workspace('/slow', { ceiling: 1 });
    const quick = workspace('/quick', { ceiling: 1000 });
    await using rig = await Rig.start(slow, quick);
    rig.status = 200;
    // A receiver other than our own: the ceiling applies to it while time jumps.
    rig.foreign = true;
    rig.shown = quick;
    const slowOnes = [rig.deliver('/slow'), rig.deliver('/slow')];
    const quickOnes = [rig.deliver('/quick'), rig.deliver('/quick')];
    for (const id of [...quickOnes, ...slowOnes]) await rig.attempts(id, 1);
    // The second one of the slow workspace had to wait for its place.
    expect(rig.paths.at(-1)).toBe('/?n=2');
  });

  it('are switched off and on apart, also where their postbacks have the same file, and after a restart', async () => {
    const views = [workspace('/a', { profile: 'everflow' }), workspace('/b', { profile: 'everflow' })];
    await using rig = await Rig.start(...views);
    for (let n = 0; n < 10; n += 1) await rig.attempts(rig.deliver('/a'), 1);
    expect(rig.store.outbox.switchedOff('/a')).toMatchObject([{ workspace: '/a', file: FILE }]);
    expect(rig.store.outbox.switchedOff('/b')).toEqual([]);
    const requests = rig.paths.length;
    await rig.sending.close();
    rig.open();
    rig.status = 200;
    expect(await rig.attempts(rig.deliver('/a'), 0)).toMatchObject({ state: 'given-up' });
    expect(await rig.attempts(rig.deliver('/b'), 1)).toMatchObject({ state: 'delivered' });
    expect(rig.paths).toHaveLength(requests + 1);
    rig.shown = views[1]!;
    expect(rig.sending.switchOn(FILE)).toBe(false);
    rig.shown = views[0]!;
    expect(rig.sending.switchOn(FILE)).toBe(true);
    expect(await rig.attempts(rig.deliver('/a'), 1)).toMatchObject({ state: 'delivered' });
  });
});
