import { Select } from '@mantine/core';
import { useWorkspace } from '../../../state/workspace.ts';
import { chooseScenario } from '../simulator-view.ts';
import type { Shown } from '../useScenario.ts';

/** Which scenario is run; one that is wrong is listed with the reason and cannot be chosen. */
export function ScenarioSelect({ shown: { scenarios, scenario } }: { shown: Shown }) {
  const problems = useWorkspace(({ view }) => view?.problems);
  const data = scenarios.map(({ file, content }) => ({
    value: file,
    label: content?.name ?? file,
    disabled: content === null,
  }));
  const reasonOf = (file: string) => {
    const problem = problems?.find((candidate) => candidate.file === file);
    if (problem === undefined) return file;
    return `${problem.line === null ? '' : `line ${problem.line}: `}${problem.message}`;
  };
  return (
    <Select
      aria-label="Scenario"
      className="simulator-scenario"
      allowDeselect={false}
      placeholder="No scenarios"
      comboboxProps={{ shadow: 'sm', width: 320, position: 'bottom-start' }}
      data={data}
      value={scenario?.file ?? null}
      onChange={(file) => file !== null && chooseScenario(file)}
      renderOption={({ option }) => (
        <span className="vstack">
          <span className="medium ellipsis">{option.label}</span>
          <span className="text-11 dimmed wrap-anywhere">{reasonOf(option.value)}</span>
        </span>
      )}
    />
  );
}
