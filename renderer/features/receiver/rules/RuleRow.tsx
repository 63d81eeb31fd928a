import { Switch } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import type { RuleView } from '../../../../shared/contract/receiver.ts';
import type { ResponseOwner } from '../../../../shared/timeline/receiver-history.ts';
import { Chip } from '../../../components/Chip.tsx';
import { IconGripVertical } from '../../../components/icons.ts';
import { counted } from '../../../lib/format.ts';
import { selectRule } from '../../../state/responses-panel.ts';
import { ownerText, removeRule, turnRule } from '../../../state/rules.ts';
import { editOwnRule } from './new-rule.ts';
import { RuleActions } from './RuleActions.tsx';
import { RuleReasons } from './RuleReasons.tsx';
import { RuleStandingText } from './RuleStandingText.tsx';
import type { RuleOrder } from './useRuleOrder.ts';

interface RuleRowProps {
  /** Its place in the order, counted from 1. */
  number: number;
  owner: ResponseOwner;
  rule: RuleView;
  selected: boolean;
  order: RuleOrder;
}

/** One rule: its switch, what it does, how often it did, and, while it is selected, why. */
export function RuleRow({ number, owner, rule, selected, order }: RuleRowProps) {
  const { id, title, sentence, standing, hits, isPlain } = rule;
  const isOwn = owner === 'user';
  const isOn = standing === 'in-force' || standing === 'later';
  const onKeyDown = (event: KeyboardEvent<HTMLLIElement>) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] as -1 | 1 | undefined;
    if (by !== undefined && event.altKey && isOwn) order.step(id, by);
    else if (by !== undefined && !event.altKey) focusRow(event.currentTarget, by);
    else if (event.key === 'Delete' && isOwn) void removeRule(rule);
    else return;
    event.preventDefault();
  };
  const classes = [
    'rules-row',
    ...(selected ? ['rules-row-current'] : []),
    ...(isOn ? [] : ['rules-row-off']),
    ...(order.over === id && order.dragged !== null && order.dragged !== id ? ['rules-row-over'] : []),
  ];
  return (
    <li
      className={classes.join(' ')}
      data-testid="rule"
      data-standing={standing}
      onKeyDown={onKeyDown}
      onDragOver={(event) => {
        if (order.dragged === null || !isOwn) return;
        event.preventDefault();
        order.enter(id);
      }}
      onDrop={(event) => {
        event.preventDefault();
        order.drop();
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: for the pointer only; Alt with an arrow moves it, too. */}
      <span
        className={isOwn ? 'rules-grip' : 'rules-grip rules-grip-fixed'}
        draggable={isOwn}
        title={isOwn ? 'Drag to move, or press Alt with an arrow key' : undefined}
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = 'move';
          event.dataTransfer.setData('text/plain', sentence);
          order.start(id);
        }}
        onDragEnd={order.cancel}
      >
        {isOwn ? <IconGripVertical size={14} stroke={1.5} aria-hidden="true" /> : null}
      </span>
      <span className="rules-number faint text-12">{number}</span>
      <Switch
        size="xs"
        className="rules-switch"
        aria-label={`${title}: ${isOn ? 'on' : 'off'}`}
        checked={isOn}
        onChange={(event) => void turnRule(id, event.currentTarget.checked)}
      />
      <div className="rules-text">
        <span className="hstack rules-title">
          <button
            type="button"
            className="rules-name medium ellipsis"
            aria-expanded={selected}
            title={title}
            onClick={() => selectRule(id)}
            onDoubleClick={() => {
              if (isOwn && !isPlain) editOwnRule(rule);
            }}
          >
            {title}
          </button>
          <Chip tone="outline">{ownerText(owner)}</Chip>
        </span>
        <span className="dimmed wrap-anywhere">{sentence}</span>
        {selected ? <RuleReasons rule={rule} /> : null}
        {selected ? <RuleActions owner={owner} rule={rule} /> : null}
      </div>
      <span className="rules-side">
        <span className="medium">{counted(hits, 'hit')}</span>
        <RuleStandingText rule={rule} />
      </span>
    </li>
  );
}

/** Puts the focus on the name of the row above or below. */
function focusRow(row: HTMLLIElement, by: -1 | 1): void {
  const next = by === -1 ? row.previousElementSibling : row.nextElementSibling;
  next?.querySelector<HTMLElement>('.rules-name')?.focus();
}
