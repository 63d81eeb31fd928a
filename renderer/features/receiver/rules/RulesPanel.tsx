import { Button } from '@mantine/core';
import { type Ref, useMemo } from 'react';
import type { RuleLayerView, RuleView } from '../../../../shared/contract/receiver.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { IconPlus, IconX } from '../../../components/icons.ts';
import { closeResponses, useResponsesPanel } from '../../../state/responses-panel.ts';
import { backToHealthy, useDeviation, useRules } from '../../../state/rules.ts';
import { newRule } from './new-rule.ts';
import { OtherwiseRow } from './OtherwiseRow.tsx';
import { PresetChips } from './PresetChips.tsx';
import { RuleRow } from './RuleRow.tsx';
import { RulesMenu } from './RulesMenu.tsx';
import { useRuleOrder } from './useRuleOrder.ts';
import './rules.css';

const NONE: readonly RuleLayerView[] = [];

/** How the receiver responds: all rules in the order in which they are asked, beside the captures that they respond to. */
export function RulesPanel({ root }: { root: Ref<HTMLDivElement> }) {
  const layers = useRules(({ view }) => view?.layers ?? NONE);
  const otherwise = useRules(({ view }) => view?.otherwise);
  const deviation = useDeviation();
  const wanted = useResponsesPanel(({ selected }) => selected);
  const rows = useMemo(
    () => layers.flatMap(({ owner, rules }) => rules.map((rule) => ({ owner, rule }))),
    [layers],
  );
  const own = useMemo(
    (): readonly RuleView[] => layers.find(({ owner }) => owner === 'user')?.rules ?? [],
    [layers],
  );
  const isThere = rows.some(({ rule }) => rule.id === wanted);
  const selected = isThere ? wanted : (deviation?.ids[0] ?? null);
  const order = useRuleOrder(own);
  return (
    <div ref={root} className="pane">
      <div className="pane-bar">
        <h1 className="rules-head">Responses</h1>
        <span className="dimmed text-12 ellipsis wide-only">First match responds</span>
        <span className="spacer" />
        <Button
          size="xs"
          leftSection={<IconPlus size={14} stroke={1.75} />}
          aria-label="New rule"
          onClick={() => newRule()}
        >
          Rule
        </Button>
        <Button
          size="xs"
          variant="filled"
          disabled={deviation === null}
          rightSection={<kbd className="keycap">F9</kbd>}
          onClick={() => void backToHealthy()}
        >
          Back to healthy
        </Button>
        <RulesMenu own={own} />
        <IconButton
          label="Close responses"
          icon={<IconX size={16} stroke={1.5} />}
          onClick={closeResponses}
        />
      </div>
      <div className="scroll">
        <PresetChips own={own} />
        {rows.length === 0 ? (
          <p className="rules-none dimmed">
            No rules: every request gets a 200. Turn on a situation above, or create a rule. Your rules are
            for now; they end when Postbench closes.
          </p>
        ) : null}
        <ol className="rules-list" aria-label="Response rules">
          {rows.map(({ owner, rule }, index) => (
            <RuleRow
              key={rule.id}
              number={index + 1}
              owner={owner}
              rule={rule}
              selected={rule.id === selected}
              order={order}
            />
          ))}
          <OtherwiseRow hits={otherwise?.hits ?? 0} lastAt={otherwise?.lastAt ?? null} />
        </ol>
      </div>
      <div className="pane-foot">
        <span className="ellipsis">
          {own.length === 0
            ? 'Rules for every start stand in postbench.yaml.'
            : 'Your rules are for now: they end when Postbench closes.'}
        </span>
      </div>
    </div>
  );
}
