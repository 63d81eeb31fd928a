import { Button } from '@mantine/core';

interface MissingPlaceholdersProps {
  /** How many checks need them. */
  checks: number;
  names: readonly string[];
  /** Undefined where the template cannot be changed from here. */
  onAdd: ((names: readonly string[]) => void) | undefined;
}

/** Checks that can be played once the template carries placeholders; each of these can be added, or all of them. */
export function MissingPlaceholders({ checks, names, onAdd }: MissingPlaceholdersProps) {
  return (
    <>
      <span className="grow">
        <span className="medium">
          {checks} {checks === 1 ? 'check' : 'checks'} skipped.
        </span>{' '}
        <span className="dimmed">
          {checks === 1 ? 'It runs' : 'They run'} once the template carries{' '}
          {names.map((name) =>
            onAdd === undefined ? (
              <span key={name} className="mono placeholder checks-add-name">{`{${name}}`}</span>
            ) : (
              <button
                key={name}
                type="button"
                className="mono placeholder checks-add-chip"
                aria-label={`Add {${name}}`}
                onClick={() => onAdd([name])}
              >
                {`{${name}}`}
              </button>
            ),
          )}
        </span>
      </span>
      {onAdd === undefined ? null : (
        <Button size="xs" onClick={() => onAdd(names)}>
          {names.length === 1 ? 'Add' : 'Add all'}
        </Button>
      )}
    </>
  );
}
