import { Button } from '@mantine/core';
import { EmptyState } from '../../components/EmptyState.tsx';
import { IconSend } from '../../components/icons.ts';
import { Pane } from '../../components/Pane.tsx';
import { ProblemBox } from '../../components/ProblemBox.tsx';
import { useChecks, useReport } from '../../state/checks.ts';
import { useConnection } from '../../state/connection.ts';
import { CompareView } from './CompareView.tsx';
import { openSetup, useChecksView } from './checks-view.ts';
import { RunScreen } from './RunScreen.tsx';
import { SetupScreen } from './setup/SetupScreen.tsx';
import './checks.css';
import './ladder.css';
import './compare.css';

/** Checks of the user's receiver: the runs, one of them in full, and how a run is set up. */
export function ChecksScreen() {
  const page = useChecksView((view) => view.page);
  return page === 'setup' ? <SetupScreen /> : <Runs />;
}

function Runs() {
  const state = useChecks((checks) => checks.state);
  const lost = useConnection(({ phase }) => phase === 'lost');
  const wanted = useChecksView(({ runId }) => runId);
  const against = useChecksView((view) => view.against);
  const known = state?.runs.some((run) => run.id === wanted) === true;
  const id = (known ? wanted : null) ?? state?.current?.id ?? state?.runs[0]?.id ?? null;
  const shown = useReport(id);
  const earlier = useReport(against);
  if (state === null)
    return lost ? <EmptyState title="No connection to the engine" /> : <Pane label="Checks">{null}</Pane>;
  if (id === null) return <NoRuns />;
  if (shown.problem !== null) {
    return (
      <Pane label="Checks" className="checks-problem">
        <ProblemBox problem={shown.problem} />
      </Pane>
    );
  }
  if (shown.value === null) return <Pane label="Checks">{null}</Pane>;
  if (against !== null && earlier.value !== null) {
    return (
      <Pane label="Compared runs">
        <CompareView before={{ id: against, report: earlier.value }} after={{ id, report: shown.value }} />
      </Pane>
    );
  }
  const progress = state.current?.id === id ? state.current : null;
  return <RunScreen id={id} report={shown.value} progress={progress} />;
}

/** Before the first run: what this is, and how it begins. */
function NoRuns() {
  return (
    <Pane label="Checks">
      <EmptyState title="Does your receiver book what the platform reports?">
        <p className="checks-first">
          Checks send purchases, returns, duplicates, and late postbacks to your receiver, and compare its
          records with the platform’s books after each. They show what would cost money, prove it with the
          requests, and say what to change.
        </p>
        <Button
          variant="filled"
          leftSection={<IconSend size={15} stroke={1.5} />}
          onClick={() => openSetup()}
        >
          Test my receiver
        </Button>
      </EmptyState>
    </Pane>
  );
}
