import type { CheckReport } from '../../../shared/checks/report.ts';
import { REPORT_FORMATS } from '../../../shared/checks/reports/export-report.ts';
import { IconFileExport, IconListCheck, IconRefresh, IconSearch, IconX } from '../../components/icons.ts';
import { type Command, useCommands } from '../../state/commands.ts';
import { cancelRun, exportRun, rerunFailed } from './check-run-commands.ts';
import { showCheck, useChecksView } from './checks-view.ts';
import { FORMAT_NAMES } from './RunBar.tsx';

const SECTION = 'Checks';

interface Given {
  id: number | null;
  report: CheckReport | null;
  running: boolean;
  toSearch: () => void;
}

/** What can be done with the run on screen. */
export function useChecksCommands({ id, report, running, toSearch }: Given): void {
  const page = useChecksView((view) => view.page);
  const selected = useChecksView((view) => view.selected);
  const shown = page === 'runs' && id !== null && report !== null;
  const failed = report?.summary.counts.fail ?? 0;
  const reports = REPORT_FORMATS.map(
    (format): Command => ({
      id: `checks.export.${format}`,
      title: `Export report: ${FORMAT_NAMES[format]}`,
      section: SECTION,
      icon: IconFileExport,
      enabled: shown && !running,
      run: () => {
        if (id !== null) void exportRun(id, format);
      },
    }),
  );
  useCommands([
    {
      id: 'checks.summary',
      title: 'Show the summary of the run',
      section: SECTION,
      keys: 'Escape',
      icon: IconListCheck,
      enabled: shown && !running && selected !== null,
      run: () => showCheck(null),
    },
    {
      id: 'checks.cancel',
      title: 'Cancel the run of checks',
      section: SECTION,
      keys: 'Escape',
      icon: IconX,
      enabled: shown && running,
      run: () => {
        // Escape closes an open menu first.
        if (id !== null && !isMenuOpen()) void cancelRun(id);
      },
    },
    {
      id: 'checks.rerunFailed',
      title: 'Rerun failed checks',
      section: SECTION,
      keys: 'Shift+R',
      icon: IconRefresh,
      enabled: shown && !running && failed > 0,
      run: () => {
        if (report !== null) void rerunFailed(report);
      },
    },
    {
      id: 'checks.search',
      title: 'Search checks',
      section: SECTION,
      keys: '/',
      icon: IconSearch,
      enabled: shown,
      run: toSearch,
    },
    ...reports,
  ]);
}

function isMenuOpen(): boolean {
  return document.querySelector('[aria-haspopup="menu"][aria-expanded="true"]') !== null;
}
