import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/engine.ts';
import { cents } from '../fixtures/cents.ts';
import { openEngine } from '../fixtures/engine.ts';

const FILE = 'postbacks/acme-life-cycle.yaml';

/** Gives a postback another URL in its file and waits until the engine has seen it. */
async function setUrl(engine: Engine, url: string): Promise<void> {
  const path = join(engine.benches.workspace.folder, FILE);
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace(/^url: [\s\S]*$/m, `url: "${url}"\nminimumDelay: 1 min`),
  );
  const shown = () => engine.benches.workspace.view.postbacks.find(({ file }) => file === FILE)?.content?.url;
  await expect.poll(shown).toBe(url);
}

const targets = (engine: Engine) =>
  engine.captures
    .list({ limit: 100 })
    .rows.map(({ target }) => target)
    .toReversed();

const settled = (engine: Engine) => expect.poll(() => engine.activity.outbox.counts().waiting).toBe(0);

const purchase = { program: '1000', eventType: '2240', amount: cents(12_000) };

describe('the content of a postback', () => {
  it('is the template of the first attempt with the values of the event, and from then on always the same', async () => {
    await using opened = await openEngine();
    const { engine } = opened;
    engine.setClock('stepped', undefined);
    await setUrl(engine, '/before?s={Status}&pay={Payout}');
    const { key } = await engine.manual.track(purchase);
    await setUrl(engine, '/first?s={Status}&pay={Payout}&id={ActionId}');
    await engine.manual.change(key, { type: 'modify', amount: cents(6000), reason: 'x' });
    engine.receiver.responses.set('user', [500, 500, 500, 200]);
    engine.setClock('fast', undefined);
    await settled(engine);
    const { id } = engine.manual.action(key).action;
    const first = targets(engine).filter(
      (target) => target.endsWith(`&id=${id}`) && target.includes('pay=12.00'),
    );
    expect(first.length).toBeGreaterThan(0);
    expect(new Set(first)).toEqual(new Set([`/first?s=PENDING&pay=12.00&id=${id}`]));
    expect(targets(engine).some((target) => target.startsWith('/before'))).toBe(false);
  });
});
