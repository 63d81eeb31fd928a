import { Button, Menu } from '@mantine/core';
import type { CheckReport } from '../../../shared/checks/report.ts';
import { REPORT_FORMATS, type ReportFormat } from '../../../shared/checks/reports/export-report.ts';
import type { CheckRunView } from '../../../shared/contract/checks.ts';
import { IconButton } from '../../components/IconButton.tsx';
import {
  IconArrowsDiff,
  IconChevronDown,
  IconFileExport,
  IconPlayerPlay,
  IconRefresh,
  IconSend,
  IconTrash,
  IconX,
} from '../../components/icons.ts';
import { KeyCaps } from '../../components/Kbd.tsx';
import { useChecks } from '../../state/checks.ts';
import { useZone } from '../../state/workspace.ts';
import { cancelRun, exportRun, removeRun, rerunFailed, resumeRun, runAgain } from './check-run-commands.ts';
import { openSetup, showRun, useChecksView } from './checks-view.ts';
import { RunMenuItem, runTime } from './RunMenuItem.tsx';

export const FORMAT_NAMES: Record<ReportFormat, string> = {
  html: 'HTML, one file',
  junit: 'JUnit XML',
  json: 'JSON',
  markdown: 'Markdown',
};

interface RunBarProps {
  id: number;
  report: CheckReport;
  running: boolean;
}

/** The run on screen: which one, where it went, and what can be done with it. */
export function RunBar({ id, report, running }: RunBarProps) {
  const runs = useChecks(({ state }) => state?.runs ?? []);
  const failed = report.summary.counts.fail;
  return (
    <div className="pane-bar checks-bar">
      <h1>Checks</h1>
      <RunMenu id={id} startedAt={report.startedAt} runs={runs} />
      <span className="checks-target mono wide-only" title={`${report.target.method} ${report.target.url}`}>
        <span className="faint">{report.target.method}</span> {report.target.url}
      </span>
      <span className="spacer" />
      {running ? (
        <Button
          size="xs"
          leftSection={<IconX size={14} stroke={1.5} />}
          rightSection={<KeyCaps keys="Esc" />}
          onClick={() => void cancelRun(id)}
        >
          Cancel
        </Button>
      ) : (
        <>
          <CompareMenu id={id} runs={runs} />
          <ReportMenu id={id} />
          <IconButton
            label="Remove run"
            icon={<IconTrash size={15} stroke={1.5} />}
            onClick={() => void removeRun(id, id)}
          />
          <Button size="xs" leftSection={<IconSend size={14} stroke={1.5} />} onClick={() => openSetup()}>
            Test my receiver
          </Button>
          {report.state === 'cancelled' || report.state === 'failed' ? (
            <Button
              size="xs"
              leftSection={<IconPlayerPlay size={14} stroke={1.5} />}
              onClick={() => void resumeRun(id)}
            >
              Resume
            </Button>
          ) : null}
          {failed > 0 ? (
            <>
              <Button
                size="xs"
                className="wide-only"
                leftSection={<IconPlayerPlay size={14} stroke={1.5} />}
                onClick={() => void runAgain()}
              >
                Run all
              </Button>
              <Button
                size="xs"
                variant="filled"
                leftSection={<IconRefresh size={14} stroke={1.5} />}
                onClick={() => void rerunFailed(report)}
              >
                Rerun failed
              </Button>
            </>
          ) : (
            <Button
              size="xs"
              variant={report.probe === '' ? 'default' : 'filled'}
              leftSection={<IconPlayerPlay size={14} stroke={1.5} />}
              onClick={() => void runAgain()}
            >
              Run again
            </Button>
          )}
        </>
      )}
    </div>
  );
}

function RunMenu({ id, startedAt, runs }: { id: number; startedAt: number; runs: readonly CheckRunView[] }) {
  const zone = useZone();
  return (
    <Menu position="bottom-start" width={380}>
      <Menu.Target>
        <Button
          size="xs"
          rightSection={<IconChevronDown size={13} stroke={1.75} />}
          aria-label="Select a run"
        >
          Run {id}
          <span className="checks-run-time faint">{runTime(startedAt, zone)}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown className="checks-menu">
        {runs.map((run) => (
          <RunMenuItem key={run.id} run={run} current={run.id === id} onSelect={() => showRun(run.id)} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Compares the run with another one: the later of the two is judged against the earlier. */
function CompareMenu({ id, runs }: { id: number; runs: readonly CheckRunView[] }) {
  const others = runs.filter((run) => run.id !== id && run.state !== 'running');
  if (others.length === 0) return null;
  return (
    <Menu position="bottom-end" width={380}>
      <Menu.Target>
        <Button size="xs" leftSection={<IconArrowsDiff size={14} stroke={1.5} />}>
          Compare
        </Button>
      </Menu.Target>
      <Menu.Dropdown className="checks-menu">
        <Menu.Label>Compare with</Menu.Label>
        {others.map((run) => (
          <RunMenuItem
            key={run.id}
            run={run}
            current={false}
            onSelect={() =>
              useChecksView.setState({
                runId: Math.max(id, run.id),
                against: Math.min(id, run.id),
              })
            }
          />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function ReportMenu({ id }: { id: number }) {
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <Button
          size="xs"
          leftSection={<IconFileExport size={14} stroke={1.5} />}
          rightSection={<IconChevronDown size={13} stroke={1.75} />}
        >
          Report
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {REPORT_FORMATS.map((format) => (
          <Menu.Item key={format} onClick={() => void exportRun(id, format)}>
            {FORMAT_NAMES[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
