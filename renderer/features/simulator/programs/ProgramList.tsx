import { useState } from 'react';
import { create } from 'zustand';
import type { Program } from '../../../../shared/domain/program.ts';
import { VirtualList } from '../../../components/VirtualList.tsx';
import { counted } from '../../../lib/format.ts';
import { TWO_LINES_PX, TwoLines } from '../hand/TwoLines.tsx';
import { useWorld } from '../ProgramSelect.tsx';
import { WorkspaceFilePath } from './WorkspaceFilePath.tsx';

const useChosen = create<{ id: string | null }>()(() => ({ id: null }));

/** The program whose detail is shown: the one chosen, else the first. */
export function useSelectedProgram(): Program | undefined {
  const world = useWorld();
  const id = useChosen((state) => state.id);
  return world?.programs.find((program) => program.id === id) ?? world?.programs[0];
}

/** The programs that the partner has joined, read from the workspace. */
export function ProgramList({ onOpen }: { onOpen: () => void }) {
  const world = useWorld();
  const chosen = useSelectedProgram();
  const [none] = useState<Program[]>([]);
  const programs = world?.programs ?? none;
  return (
    <VirtualList
      label="Programs"
      count={programs.length}
      keyOf={(index) => programs[index]!.id}
      selected={programs.findIndex(({ id }) => id === chosen?.id)}
      onSelect={(index) => useChosen.setState({ id: programs[index]!.id })}
      onOpen={onOpen}
      copyOf={(index) => programs[index]!.id}
      rowClass="list-whole hand-two-lines"
      rowHeight={TWO_LINES_PX}
      renderHead={() => (
        <div className="list-head hand-head">
          <span>Edit programs in</span>
          <WorkspaceFilePath />
        </div>
      )}
      renderRow={(index) => <Row program={programs[index]!} />}
    />
  );
}

function Row({ program }: { program: Program }) {
  const { id, name, timeZone, currency, lockingDays, clearingDays } = program;
  return (
    <TwoLines
      name={name}
      mono={false}
      state={<span className="mono dimmed">{id}</span>}
      text={
        <span
          title={`Locks after ${counted(lockingDays, 'day')}, clears after ${counted(clearingDays, 'day')}`}
        >
          {timeZone}
        </span>
      }
      figure={<span>{currency}</span>}
      testId="program-row"
    />
  );
}
