import { CATEGORIES, type Category, type Verdict } from '../../../shared/checks/check.ts';
import type { CheckInfo, CheckResult } from '../../../shared/checks/report.ts';
import { countVerdicts } from '../../../shared/checks/summary.ts';

/** Where a check of a run stands. */
export type CheckStanding = Verdict | 'playing' | 'waiting';

export interface CheckItem {
  id: string;
  category: Category;
  title: string;
  standing: CheckStanding;
  /** What was seen, in a few words; of a skipped check, what to add. */
  saw: string;
  /** The placeholder that would let a skipped check be played. */
  add: string | null;
}

export type CheckRow =
  | {
      type: 'category';
      category: Category;
      open: boolean;
      counts: Readonly<Record<Verdict, number>>;
      waiting: number;
      total: number;
    }
  | ({ type: 'check' } & CheckItem);

/** All checks of a run, those without a verdict too, in the order in which they are listed in the catalogue. */
export function itemsOf(
  results: readonly CheckResult[],
  known: readonly CheckInfo[],
  planned: readonly string[],
  playing: readonly string[],
): CheckItem[] {
  const judged = new Map(results.map((result) => [result.id, result]));
  const infos = new Map(known.map((info) => [info.id, info]));
  const items = results.map(
    ({ id, category, title, verdict, saw, add }): CheckItem => ({
      id,
      category,
      title,
      standing: verdict,
      saw,
      add: verdict === 'skip' ? add : null,
    }),
  );
  for (const id of planned) {
    const info = infos.get(id);
    if (judged.has(id) || info === undefined) continue;
    const { category, title } = info;
    const standing = playing.includes(id) ? 'playing' : 'waiting';
    items.push({ id, category, title, standing, saw: '', add: null });
  }
  const places = new Map(planned.map((id, index) => [id, index]));
  return items.toSorted(
    (a, b) => (places.get(a.id) ?? planned.length) - (places.get(b.id) ?? planned.length),
  );
}

const RANK: Record<CheckStanding, number> = { fail: 0, warn: 1, playing: 2, skip: 3, waiting: 4, pass: 5 };

export interface ListChoice {
  /** Only what failed, warns or was skipped. */
  problems: boolean;
  query: string;
  /** Categories that the user folded or unfolded. */
  folds: Readonly<Partial<Record<Category, boolean>>>;
}

/** The rows of the list: problems first, and categories in which all passed folded unless the user opened them. */
export function checkRows(items: readonly CheckItem[], { problems, query, folds }: ListChoice): CheckRow[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = ({ title, id, category, saw }: CheckItem) => {
    const text = `${title} ${id} ${category} ${saw}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const groups = CATEGORIES.map((category) => ({
    category,
    own: items.filter((item) => item.category === category && matches(item)),
  })).filter(({ own }) => own.length > 0);
  const worst = (own: readonly CheckItem[]) => {
    const best = Math.min(...own.map(({ standing }) => RANK[standing]));
    return best <= 1 ? best : 2;
  };
  const ordered = problems ? groups.toSorted((a, b) => worst(a.own) - worst(b.own)) : groups;
  return ordered.flatMap(({ category, own }): CheckRow[] => {
    const allPassed = own.every(({ standing }) => standing === 'pass');
    const shown = problems && !allPassed ? own.filter(({ standing }) => standing !== 'pass') : own;
    const open = folds[category] ?? (words.length > 0 || !problems || !allPassed);
    const waiting = own.filter(({ standing }) => standing === 'playing' || standing === 'waiting').length;
    const counts = countVerdicts(
      own.flatMap(({ standing }) =>
        standing === 'playing' || standing === 'waiting' ? [] : [{ verdict: standing }],
      ),
    );
    const head: CheckRow = { type: 'category', category, open, counts, waiting, total: own.length };
    if (!open) return [head];
    const sorted = problems ? shown.toSorted((a, b) => RANK[a.standing] - RANK[b.standing]) : shown;
    return [head, ...sorted.map((item): CheckRow => ({ type: 'check', ...item }))];
  });
}

/** A row's own name. */
export function rowKey(row: CheckRow): string {
  return row.type === 'category' ? `category ${row.category}` : row.id;
}
