import { useState } from 'react';
import { create } from 'zustand';
import type { Program } from '../../../../shared/domain/program.ts';
import { Pane } from '../../../components/Pane.tsx';
import { VirtualList } from '../../../components/VirtualList.tsx';
import { useWorld } from '../ProgramSelect.tsx';
import { WorkspaceFilePath } from './WorkspaceFilePath.tsx';

const useChosen = create<{ id: string | null }>()(() => ({ id: null }));

/** The program whose detail is shown: the one chosen, else the first. */
export function useSelectedProgram(): Program | undefined {
  const world = useWorld();
  const id = useChosen((state) => state.id);
  return world?.programs.find((program) => program.id === id) ?? world?.programs[0];
}

/** Where the world is written down. */
export function ProgramTools({ narrow }: { narrow: boolean }) {
  return (
    <>
      {narrow ? null : <span className="dimmed text-12">Edit it in</span>}
      <WorkspaceFilePath />
    </>
  );
}

/** The programs that the partner has joined, read from the workspace. */
export function ProgramsTab() {
  const world = useWorld();
  const chosen = useSelectedProgram();
  const [none] = useState<Program[]>([]);
  const programs = world?.programs ?? none;
  return (
    <Pane label="Programs" className="world-list">
      <VirtualList
        label="Programs"
        count={programs.length}
        keyOf={(index) => programs[index]!.id}
        selected={programs.findIndex(({ id }) => id === chosen?.id)}
        onSelect={(index) => useChosen.setState({ id: programs[index]!.id })}
        copyOf={(index) => programs[index]!.id}
        rowClass="list-whole"
        renderHead={() => (
          <div className="list-head world-program">
            <span>Program</span>
            <span>Id</span>
            <span>Time zone</span>
            <span>Currency</span>
            <span className="align-right">Locks after</span>
            <span className="align-right">Clears after</span>
          </div>
        )}
        renderRow={(index) => <Row program={programs[index]!} />}
      />
    </Pane>
  );
}

const days = (count: number) => `${count} ${count === 1 ? 'day' : 'days'}`;

function Row({ program }: { program: Program }) {
  const { id, name, timeZone, currency, lockingDays, clearingDays } = program;
  return (
    <div className="world-program" role="presentation">
      <span role="gridcell" className="medium ellipsis" title={name}>
        {name}
      </span>
      <span role="gridcell" className="mono dimmed ellipsis">
        {id}
      </span>
      <span role="gridcell" className="dimmed ellipsis" title={timeZone}>
        {timeZone}
      </span>
      <span role="gridcell">{currency}</span>
      <span role="gridcell" className="align-right">
        {days(lockingDays)}
      </span>
      <span role="gridcell" className="align-right">
        {days(clearingDays)}
      </span>
    </div>
  );
}
