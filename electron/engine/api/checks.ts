import { CHECKS } from '../../../shared/checks/list/all.ts';
import { exportReport } from '../../../shared/checks/reports/export-report.ts';
import { scenarioOfStory } from '../../../shared/checks/story-scenario.ts';
import type { CheckSetup } from '../../../shared/contract/checks.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import { isListening } from '../checks/is-listening.ts';
import type { Engine } from '../engine.ts';
import { saveCheckConfig } from '../workspace/check-file.ts';
import { follow, followChanges } from './change-stream.ts';
import { os, type Section } from './implementer.ts';

/** Checks of the partner's receiver. */
export function checksRouter(engine: Engine): Section<'checks'> {
  const { checks, benches } = engine;
  const setup = (): CheckSetup => {
    const { check, problems } = benches.workspace.view;
    const problem = check?.content === null ? problems.find(({ file }) => file === check.file) : undefined;
    const config = check?.content ?? null;
    return {
      config,
      problem: problem === undefined ? '' : `${problem.message} ${problem.remedy}`,
      checks: CHECKS.map(({ id, category, title, why, remedy }) => ({ id, category, title, why, remedy })),
      unconfirmed: config === null ? '' : (checks.unconfirmed(config) ?? ''),
      canConfirm: checks.canConfirm,
    };
  };
  return {
    follow: os.checks.follow.handler(({ signal }) => {
      let change = 0;
      return follow({
        signal,
        subscribe: (listener) => {
          const stops = [checks, benches].map((part) =>
            part.onChange(() => {
              change += 1;
              listener();
            }),
          );
          return () => {
            for (const stop of stops) stop();
          };
        },
        read: followChanges(
          () => checks.state(),
          () => change,
        ),
      });
    }),
    setup: os.checks.setup.handler(setup),
    saveSetup: os.checks.saveSetup.handler(async ({ input }) => {
      await benches.workspace.refresh();
      benches.workspace.edit((view) => saveCheckConfig(view, input.config));
      return setup();
    }),
    confirmCommand: os.checks.confirmCommand.handler(async () => {
      const config = benches.workspace.view.check?.content;
      if (config != null) await checks.confirmCommand(config);
      return setup();
    }),
    connect: os.checks.connect.handler(({ input }) => isListening(input.to, engine.receiver.local)),
    look: os.checks.look.handler(({ input, signal }) =>
      checks.look(input.config, signal ?? new AbortController().signal),
    ),
    start: os.checks.start.handler(async ({ input }) => {
      const { config, only, explore, seed, ask } = input;
      return { id: await checks.start({ config: config, only, explore, seed, ask }) };
    }),
    proceed: os.checks.proceed.handler(({ input }) => ({ changed: checks.proceed(input.id, input.go) })),
    resume: os.checks.resume.handler(async ({ input }) => ({ id: await checks.resume(input.id) })),
    cancel: os.checks.cancel.handler(({ input }) => ({ cancelled: checks.cancel(input.id) })),
    report: os.checks.report.handler(({ input }) => checks.report(input.id)),
    resend: os.checks.resend.handler(({ input }) => checks.resend(input)),
    capture: os.checks.capture.handler(({ input }) => ({ captureId: checks.captureOf(input) ?? null })),
    export: os.checks.export.handler(({ input }) => exportReport(checks.report(input.id), input.format)),
    saveScenario: os.checks.saveScenario.handler(({ input }) => {
      const report = checks.report(input.id);
      const found = report.checks.find((one) => one.id === input.check);
      const story = found?.evidence[input.evidence]?.story ?? null;
      if (found === undefined || story === null) {
        throw new PostbenchError('PB_SCENARIO_INVALID', 'This story cannot be told as a scenario.', {
          remedy:
            'Requests that were changed on the way, or values of another kind, are played by the check only.',
        });
      }
      const values = found.evidence[input.evidence]?.steps[0]?.books.values;
      const scenario = scenarioOfStory(story, input.name, `${found.title}. ${found.sentence}`.trim(), {
        currency: values?.['Currency'] ?? 'USD',
        rule: benches.workspace.view.settings.sending.moneyDigits,
      });
      return { file: benches.workspace.saveStory(scenario) };
    }),
    remove: os.checks.remove.handler(({ input }) => ({ removed: checks.remove(input.id) })),
  };
}
