import { implement, ORPCError, type Router } from '@orpc/server';
import { contract } from '../../../shared/contract/contract.ts';
import type { ActionCommand } from '../../../shared/domain/action.ts';
import { catalogItemSchema } from '../../../shared/domain/catalog-item.ts';
import { buildLink } from '../../../shared/domain/link.ts';
import { parseMoney } from '../../../shared/domain/money.ts';
import { messageOf, PostbenchError } from '../../../shared/errors.ts';
import { closingOf, itemsOf, modificationOf } from '../../../shared/scenario/steps.ts';
import type { Engine } from '../engine.ts';
import { checkScenario } from '../world/check-scenario.ts';
import { checkTarget } from '../world/target.ts';
import { captureStream } from './capture-stream.ts';
import { follow } from './follow.ts';

/** Rows a batch of a stream. */
const BATCH = 500;
/** Of what the simulator did: a screen that opens a world of 100,000 actions takes each batch in as a whole. */
const ACTIVITY_BATCH = 4_000;

function notThere(code: 'PB_CAPTURE_UNKNOWN' | 'PB_ATTEMPT_UNKNOWN', what: string): PostbenchError {
  return new PostbenchError(code, `That ${what} is not there any more.`, {
    remedy: 'It was cleared; choose another one.',
  });
}

const cents = (text: string | undefined) => (text === undefined ? undefined : parseMoney(text));

/** Errors of ours cross with their code, sentence and remedy; anything else is a defect and says so. */
function asContractError(error: unknown): unknown {
  if (error instanceof ORPCError) return error;
  if (error instanceof PostbenchError) {
    const { code, message, remedy, place } = error;
    return new ORPCError(code, { message, data: { remedy, place } });
  }
  const remedy = 'This is a defect of Postbench. Restart it; if it comes again, report it with these words.';
  return new ORPCError('PB_INTERNAL', { message: messageOf(error), data: { remedy } });
}

/** The contract, implemented once: hosted over a MessagePort by the desktop and over a WebSocket without it. */
export function createRouter(engine: Engine): Router<typeof contract, Record<never, never>> {
  const os = implement(contract).use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      if (!(error instanceof PostbenchError || error instanceof ORPCError))
        engine.log.error('A call of the screen failed by a defect.', { error });
      throw asContractError(error);
    }
  });
  const checked = async (to: string | undefined) => {
    if (to !== undefined) await checkTarget(to, engine.workspace.view.settings.sending.allowedHosts);
  };
  const command = async (key: number, given: ActionCommand, to: string | undefined) => {
    await checked(to);
    return engine.simulator.command(key, given, to);
  };

  /** Changes the workspace and tells all screens; a refusal may rest on a file that they have not seen yet. */
  const changing = <T>(change: () => T): T => {
    try {
      return change();
    } catch (error) {
      engine.workspace.reload();
      throw error;
    } finally {
      engine.workspaceChanged();
    }
  };

  return os.router({
    engine: {
      follow: os.engine.follow.handler(({ signal }) => {
        let last = '';
        return follow({
          signal,
          subscribe: (listener) => engine.onView(listener),
          read: () => {
            const batch = engine.view();
            const text = JSON.stringify(batch);
            if (text === last) return undefined;
            last = text;
            return { batch, more: false };
          },
        });
      }),
      restartReceiver: os.engine.restartReceiver.handler(() => engine.restartReceiver()),
      setAnswers: os.engine.setAnswers.handler(({ input }) => {
        engine.setAnswers(input.answers);
        return engine.receiverView();
      }),
      setSynchronous: os.engine.setSynchronous.handler(({ input }) => {
        engine.setSynchronous(input.synchronous);
        return input;
      }),
      theme: os.engine.theme.handler(() => engine.settings.theme),
      setTheme: os.engine.setTheme.handler(({ input }) => {
        engine.settings.theme = input.theme;
        return input.theme;
      }),
    },

    clock: {
      follow: os.clock.follow.handler(({ signal }) => {
        let last = '';
        return follow({
          signal,
          subscribe: (listener) => engine.onView(listener),
          read: () => {
            const batch = engine.clockView();
            // Time that runs by itself is not told; time that jumps is.
            const jumps = batch.mode === 'fast' || batch.mode === 'stepped';
            const text = JSON.stringify({ ...batch, at: 0, now: jumps ? batch.now : 0 });
            if (text === last) return undefined;
            last = text;
            return { batch, more: false };
          },
        });
      }),
      set: os.clock.set.handler(({ input }) => {
        engine.setClock(input.mode, input.factor);
        return engine.clockView();
      }),
      pause: os.clock.pause.handler(({ input }) => {
        engine.pauseClock(input.paused);
        return engine.clockView();
      }),
      step: os.clock.step.handler(async ({ input }) => {
        await engine.stepClock(input.by);
        return engine.clockView();
      }),
    },

    workspace: {
      follow: os.workspace.follow.handler(({ signal }) => {
        let last: unknown;
        return follow({
          signal,
          subscribe: (listener) => engine.onWorkspace(listener),
          read: () => {
            const batch = engine.workspace.view;
            if (batch === last) return undefined;
            last = batch;
            return { batch, more: false };
          },
        });
      }),
      open: os.workspace.open.handler(async ({ input }) => {
        await engine.openWorkspace(input.folder);
        return engine.workspace.view;
      }),
      create: os.workspace.create.handler(async ({ input }) => {
        await engine.createWorkspace(input);
        return engine.workspace.view;
      }),
      recent: os.workspace.recent.handler(() => engine.settings.recentWorkspaces),
      savePostback: os.workspace.savePostback.handler(({ input: { file, version, postback, force } }) =>
        changing(() => engine.workspace.savePostback(file, version, postback, force)),
      ),
      createPostback: os.workspace.createPostback.handler(({ input }) =>
        changing(() => engine.createPostback(input)),
      ),
      renamePostback: os.workspace.renamePostback.handler(({ input: { file, version, name } }) =>
        changing(() => engine.workspace.renamePostback(file, version, name)),
      ),
      deletePostback: os.workspace.deletePostback.handler(({ input: { file, version } }) => ({
        deleted: changing(() => engine.workspace.deletePostback(file, version)),
        openDeliveries: engine.activity.outbox.openOf(file),
      })),
      restorePostback: os.workspace.restorePostback.handler(({ input }) =>
        changing(() => engine.workspace.restorePostback(input)),
      ),
      saveScenario: os.workspace.saveScenario.handler(({ input }) => {
        const saved = engine.saveScenario(input);
        engine.workspaceChanged();
        return saved;
      }),
      copyProfile: os.workspace.copyProfile.handler(({ input }) => {
        const file = engine.workspace.copyProfile(input.id);
        engine.workspaceChanged();
        return { file };
      }),
      chooseProfile: os.workspace.chooseProfile.handler(({ input }) => {
        engine.workspace.chooseProfile(input.id);
        engine.workspaceChanged();
        return engine.workspace.view;
      }),
      allowHost: os.workspace.allowHost.handler(({ input }) => {
        engine.workspace.allowHost(input.host);
        engine.workspaceChanged();
        return engine.workspace.view;
      }),
      trustCertificate: os.workspace.trustCertificate.handler(({ input }) => {
        engine.workspace.trustCertificate(input);
        engine.workspaceChanged();
        return engine.workspace.view;
      }),
      forgetCertificate: os.workspace.forgetCertificate.handler(({ input }) => {
        engine.workspace.forgetCertificate(input.host);
        engine.workspaceChanged();
        return engine.workspace.view;
      }),
    },

    drafts: {
      of: os.drafts.of.handler(({ input }) => engine.drafts.of(input.workspace)),
      keep: os.drafts.keep.handler(({ input: { workspace, file, draft } }) =>
        engine.drafts.keep(workspace, file, draft),
      ),
    },

    captures: {
      list: os.captures.list.handler(({ input }) => engine.captures.list(input)),
      get: os.captures.get.handler(({ input }) => {
        const capture = engine.captures.get(input.id, input.bodyLimit);
        if (capture === undefined) throw notThere('PB_CAPTURE_UNKNOWN', 'capture');
        return capture;
      }),
      clear: os.captures.clear.handler(({ input }) => ({ removed: engine.captures.clear(input?.upTo) })),
      follow: os.captures.follow.handler(({ input, signal }) =>
        captureStream(engine, input.after, BATCH, signal),
      ),
    },

    activity: {
      follow: os.activity.follow.handler(({ input, signal }) => {
        let after = input.after;
        let first = true;
        engine.wantCatalogs();
        return follow({
          signal,
          subscribe: (listener) => engine.activity.onChange(listener),
          read: () => {
            const batch = engine.activity.after(after, ACTIVITY_BATCH);
            const empty = batch.last === after && !batch.cleared;
            // The first batch is sent even when it is empty: it tells the screen that it has caught up.
            if (empty && !first) return undefined;
            first = false;
            after = batch.last;
            return { batch, more: batch.last < engine.activity.change };
          },
        });
      }),
      attempt: os.activity.attempt.handler(({ input }) => {
        const attempt = engine.activity.attempt(input.id);
        if (attempt === undefined) throw notThere('PB_ATTEMPT_UNKNOWN', 'attempt');
        return attempt;
      }),
      track: os.activity.track.handler(async ({ input }) => {
        const { to, amount, payout, items, ...rest } = input;
        await checked(to);
        const purchase = { ...rest, amount: cents(amount), payout: cents(payout), items: itemsOf(items) };
        return engine.simulator.track(purchase, to);
      }),
      modify: os.activity.modify.handler(({ input: { key, to, ...modify } }) =>
        command(key, modificationOf(modify), to),
      ),
      reverse: os.activity.reverse.handler(({ input: { key, reason, to } }) =>
        command(key, { type: 'reverse', reason }, to),
      ),
      restore: os.activity.restore.handler(({ input: { key, to } }) => command(key, { type: 'restore' }, to)),
      reset: os.activity.reset.handler(({ input: { key, to } }) => command(key, { type: 'reset' }, to)),
      approve: os.activity.approve.handler(({ input: { key, to } }) => command(key, { type: 'approve' }, to)),
      clear: os.activity.clear.handler(({ input: { key, to } }) => command(key, { type: 'clear' }, to)),
      action: os.activity.action.handler(({ input }) => engine.simulator.action(input.key)),
      values: os.activity.values.handler(({ input }) =>
        input.ids.flatMap((id) => {
          const values = engine.simulator.sentValues(id);
          return values === undefined ? [] : [{ id, values }];
        }),
      ),
      test: os.activity.test.handler(({ input }) => engine.simulator.test(input.file, input.values)),
      cancelDeliveries: os.activity.cancelDeliveries.handler(({ input }) => ({
        changed: engine.sending.cancel(input.ids),
      })),
      retryDeliveries: os.activity.retryDeliveries.handler(({ input }) => ({
        changed: engine.sending.retry(input.ids),
      })),
      retryFailed: os.activity.retryFailed.handler(({ input }) => ({
        changed: engine.sending.retryFailed(input.runId ?? null),
      })),
      switchOn: os.activity.switchOn.handler(({ input }) => ({
        changed: engine.sending.switchOn(input.postback),
      })),
      maintenance: os.activity.maintenance.handler(({ input }) => engine.changeMaintenance(input.do)),
      clearAll: os.activity.clearAll.handler(() => engine.clearActivity()),
      run: os.activity.run.handler(async ({ input }) => {
        const scenario = engine.workspace.scenario(input.file);
        const { world } = engine.workspace.view.settings;
        // While another run shows its own clock, when this one would start is not known; it then tells by itself.
        const { runId, now } = engine.clockView();
        const start = scenario.start ?? (runId === null ? now : undefined);
        if (start !== undefined) checkScenario(scenario, world, start);
        const started = await engine.startScenario({ ...input, scenario });
        return { runId: started.id };
      }),
      cancelRun: os.activity.cancelRun.handler(({ input }) => ({ cancelled: engine.cancelRun(input.runId) })),
    },

    world: {
      link: os.world.link.handler(({ input }) => ({
        link: buildLink(engine.workspace.view.settings.world, input),
      })),
      click: os.world.click.handler(({ input }) => engine.simulator.click(input.link)),
      openInquiry: os.world.openInquiry.handler(async ({ input }) => {
        const { to, amount, expectedPayout, ...rest } = input;
        await checked(to);
        const given = { ...rest, transactionAmount: cents(amount), expectedPayout: cents(expectedPayout) };
        return engine.inquiries.open(given, to);
      }),
      closeInquiry: os.world.closeInquiry.handler(async ({ input }) => {
        const { key, to, ...closing } = input;
        await checked(to);
        return engine.inquiries.close(key, closingOf(closing), to);
      }),
      items: os.world.items.handler(({ input: { catalog, ...page } }) =>
        engine.catalogs.items(catalog, page),
      ),
      changeItems: os.world.changeItems.handler(async ({ input: { catalog, which, change, to } }) => {
        await checked(to);
        return engine.catalogs.change(catalog, which, change, to);
      }),
      addItem: os.world.addItem.handler(async ({ input: { catalog, item, to } }) => {
        await checked(to);
        return engine.catalogs.add(catalog, catalogItemSchema.parse(item), to);
      }),
      generateItems: os.world.generateItems.handler(async ({ input: { catalog, count, to } }) => {
        await checked(to);
        return engine.catalogs.generate(catalog, count, to);
      }),
      importItems: os.world.importItems.handler(async ({ input: { catalog, csv, to } }) => {
        await checked(to);
        return engine.catalogs.import(catalog, csv, to);
      }),
    },
  });
}
