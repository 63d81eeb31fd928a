import rows from './placeholders.json' with { type: 'json' };

/** The kinds of notification; clearing carries the action's placeholders. */
export const POSTBACK_KINDS = ['action', 'clearing', 'inquiry', 'catalog'] as const;
export type PostbackKind = (typeof POSTBACK_KINDS)[number];

/** How certain a name is; "declared" ones come from the workspace. */
export type Certainty = 'documented' | 'seen in code' | 'third party' | 'inferred' | 'declared';

/** A row of placeholders.json; the value that it stands for is decided in placeholder-values.ts. */
export interface Placeholder {
  name: string;
  kind: PostbackKind;
  type: string;
  description: string;
  example: string;
  certainty: Certainty;
  /** Where the fact comes from: addresses, or the workspace. */
  source: string;
  note?: string | undefined;
  values?: readonly string[] | undefined;
}

/**
 * Rows of the data that are facts but not placeholders: a member of a fixed body, a spelling that contradicts the
 * platform's own, and a pure assumption that only a workspace may declare.
 */
const NOT_PLACEHOLDERS = new Set(['action items', 'action ActionStatus', 'catalog ChangeType']);

function fromRow(row: (typeof rows)[number]): Placeholder {
  return {
    name: row.name,
    kind: row.kind as PostbackKind,
    type: row.type,
    description: row.description,
    example: row.example,
    certainty: row.certainty as Certainty,
    source: row.source,
    note: row.note,
    values: row.enum,
  };
}

const platform: readonly Placeholder[] = rows
  .filter((row) => !NOT_PLACEHOLDERS.has(`${row.kind} ${row.name}`))
  .map(fromRow);

/** A placeholder that a workspace declares, since the platform supplies more on request. */
export interface DeclaredPlaceholder {
  name: string;
  kind: PostbackKind;
  sample: string;
  description?: string | undefined;
}

/** The names with a meaning in one kind of postback, by exact spelling; the workspace's own ones win. */
export function placeholdersFor(
  kind: PostbackKind,
  declared: readonly DeclaredPlaceholder[] = [],
): Map<string, Placeholder> {
  const family = kind === 'clearing' ? 'action' : kind;
  const registry = new Map(platform.filter((p) => p.kind === family).map((p) => [p.name, { ...p, kind }]));
  for (const own of declared) {
    if (own.kind !== kind && !(kind === 'clearing' && own.kind === 'action')) continue;
    registry.set(own.name, {
      name: own.name,
      kind,
      type: 'string',
      description: own.description ?? 'Declared by this workspace',
      example: own.sample,
      certainty: 'declared',
      source: 'this workspace',
    });
  }
  return registry;
}
