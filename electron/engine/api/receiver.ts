import type { RulesView, RuleView } from '../../../shared/contract/receiver.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import type { LiveRule } from '../../../shared/receiver/rules/live-rule.ts';
import { ruleInput } from '../../../shared/receiver/rules/rule-input.ts';
import type { ResponseRule } from '../../../shared/receiver/rules/rule-schema.ts';
import { deviates, standingOf } from '../../../shared/receiver/rules/rule-standing.ts';
import { ruleSentence } from '../../../shared/receiver/rules/sentence.ts';
import type { Engine } from '../engine.ts';
import { previewRule } from '../receiver/rule-preview.ts';
import { rulesOf, rulesOfText, rulesText } from '../receiver/rules-text.ts';
import { follow, followChanges } from './change-stream.ts';
import { os, type Section } from './implementer.ts';

/** How the receiver responds: the rules of all owners, and those that the user sets for now. */
export function receiverRouter(engine: Engine): Section<'receiver'> {
  const { responses, rules } = engine.receiver;
  const now = () => engine.clocks().now;
  const view = () => rulesView(engine, now());
  return {
    rules: os.receiver.rules.handler(({ signal }) =>
      follow({
        signal,
        subscribe: (listener) => {
          const stops = [responses.onChange(listener), responses.onGiven(listener)];
          return () => {
            for (const stop of stops) stop();
          };
        },
        read: followChanges(view, (state) => JSON.stringify(state)),
      }),
    ),
    setRules: os.receiver.setRules.handler(({ input }) => {
      const read = rulesOf(input.rules.map(({ rule }) => rule));
      rules.set(read.map((rule, index) => ({ ...input.rules[index], rule })));
      return view();
    }),
    saveRule: os.receiver.saveRule.handler(({ input }) => ({
      id: rules.save({ ...input, rule: ruleOf(input.rule) }),
    })),
    turnRule: os.receiver.turnRule.handler(({ input: { id, on } }) => {
      if (responses.turn(id, on)) return;
      throw new PostbenchError('PB_ARGUMENT_INVALID', 'That response rule no longer exists.', {
        remedy: 'It was removed, or the run that had set it has ended.',
      });
    }),
    moveRule: os.receiver.moveRule.handler(({ input: { id, to } }) => rules.move(id, to)),
    removeRule: os.receiver.removeRule.handler(({ input: { id } }) => {
      const { at, rule } = rules.remove(id);
      return { id, at, rule: ruleInput(rule) };
    }),
    restoreRule: os.receiver.restoreRule.handler(({ input }) =>
      rules.restore({ ...input, rule: ruleOf(input.rule) }),
    ),
    turnPreset: os.receiver.turnPreset.handler(({ input: { preset, on } }) => rules.turnPreset(preset, on)),
    heal: os.receiver.heal.handler(() => {
      const ids = responses.heal();
      const turnedOff = responses.layers.flatMap((layer) =>
        layer.rules.flatMap((live) =>
          ids.includes(live.id) ? [{ id: live.id, title: layer.titleOf(live), owner: layer.owner }] : [],
        ),
      );
      return { turnedOff };
    }),
    resumeRules: os.receiver.resumeRules.handler(({ input: { ids } }) => responses.resume(ids)),
    previewRule: os.receiver.previewRule.handler(({ input }) => previewRule(ruleOf(input.rule), Date.now())),
    rulesText: os.receiver.rulesText.handler(({ input }) => ({ text: rulesText(rulesOf(input.rules)) })),
    readRules: os.receiver.readRules.handler(async ({ input }) => ({
      rules: (await rulesOfText(input.text)).map(ruleInput),
    })),
  };
}

function ruleOf(given: unknown): ResponseRule {
  return rulesOf([given])[0]!;
}

function rulesView({ receiver: { responses, rules } }: Engine, now: number): RulesView {
  const { deviation } = responses;
  return {
    layers: responses.layers.map((layer) => ({
      owner: layer.owner,
      rules: layer.rules.map(
        (live): RuleView => ({
          ...ruleView(live, now),
          title: layer.titleOf(live),
          preset: rules.presetOf(live.id),
          isPlain: layer.isPlain(live.id),
        }),
      ),
    })),
    otherwise: { ...responses.otherwise },
    deviation: deviation && {
      owner: deviation.owner,
      text: deviation.text,
      sentence: deviation.sentence,
      ids: [...deviation.ids],
    },
  };
}

function ruleView(live: LiveRule, now: number): Omit<RuleView, 'title' | 'preset' | 'isPlain'> {
  const { id, rule, on, since, hits, lastMatch, lastMiss } = live;
  const { times, during, when } = rule;
  const ends = [during === undefined ? undefined : since + during, when.to].filter((at) => at !== undefined);
  return {
    id,
    sentence: ruleSentence(rule),
    standing: standingOf(live, now),
    deviates: deviates(live, now),
    hits,
    lastMatch: lastMatch && { why: lastMatch.why, at: lastMatch.realAt },
    lastMiss: lastMiss && { why: lastMiss.why, at: lastMiss.realAt },
    timesLeft: times === undefined ? null : Math.max(0, times - hits),
    until: ends.length === 0 ? null : Math.min(...ends),
    rule: ruleInput({ ...rule, enabled: on }),
  };
}
