import { useState } from 'react';
import type { RuleView } from '../../../../shared/contract/receiver.ts';
import { moveRule } from '../../../state/rules.ts';

/** Moving one's own rules among each other, by pointer and by keys. */
export interface RuleOrder {
  /** The rule that is dragged, and the one that it is over. */
  dragged: number | null;
  over: number | null;
  start: (id: number) => void;
  enter: (id: number) => void;
  drop: () => void;
  cancel: () => void;
  /** Moves by one up (-1) or down (1), as far as there is room. */
  step: (id: number, by: -1 | 1) => void;
}

export function useRuleOrder(own: readonly RuleView[]): RuleOrder {
  const [drag, setDrag] = useState<{ id: number; over: number } | null>(null);
  const placeOf = (id: number) => own.findIndex((rule) => rule.id === id);
  const move = (id: number, to: number) => {
    if (to >= 0 && to < own.length && to !== placeOf(id)) void moveRule(id, to);
  };
  return {
    dragged: drag?.id ?? null,
    over: drag?.over ?? null,
    start: (id) => setDrag({ id, over: id }),
    enter: (id) => setDrag((now) => (now === null || placeOf(id) === -1 ? now : { ...now, over: id })),
    drop: () => {
      if (drag !== null) move(drag.id, placeOf(drag.over));
      setDrag(null);
    },
    cancel: () => setDrag(null),
    step: (id, by) => move(id, placeOf(id) + by),
  };
}
