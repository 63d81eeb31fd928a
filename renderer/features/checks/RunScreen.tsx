import { useMemo, useRef } from 'react';
import type { CheckReport } from '../../../shared/checks/report.ts';
import type { CheckProgress } from '../../../shared/contract/checks.ts';
import { Pane } from '../../components/Pane.tsx';
import { Split } from '../../components/Split.tsx';
import { useNarrow } from '../../components/useNarrow.ts';
import type { VirtualListHandle } from '../../components/VirtualList.tsx';
import { useCheckSetup } from '../../state/checks.ts';
import { CheckDetail } from './CheckDetail.tsx';
import { CheckList } from './CheckList.tsx';
import { type CheckItem, itemsOf } from './check-rows.ts';
import { showCheck, useChecksView } from './checks-view.ts';
import { RunBar } from './RunBar.tsx';
import { RunProgress } from './RunProgress.tsx';
import { RunSummary } from './RunSummary.tsx';
import { useChecksCommands } from './useChecksCommands.ts';

interface RunScreenProps {
  id: number;
  report: CheckReport;
  /** Of the run while it is under way. */
  progress: CheckProgress | null;
}

const NONE: readonly string[] = [];

/** One run of checks: its list, and beside it the summary or the selected check. */
export function RunScreen({ id, report, progress }: RunScreenProps) {
  const list = useRef<VirtualListHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const detail = useRef<HTMLDivElement>(null);
  const narrow = useNarrow();
  const setup = useCheckSetup();
  const selected = useChecksView((view) => view.selected);
  const running = report.state === 'running';
  const items = useMemo(
    () => itemsOf(report.checks, setup?.checks ?? [], progress?.planned ?? NONE, progress?.playing ?? NONE),
    [report.checks, setup?.checks, progress?.planned, progress?.playing],
  );
  const item = items.find((one) => one.id === selected);
  useChecksCommands({
    id,
    report,
    running,
    toSearch: () => {
      field.current?.focus();
      field.current?.select();
    },
  });
  const toDetail = () => detail.current?.querySelector<HTMLElement>('section.scroll')?.focus();
  const right = (
    <Pane label={item === undefined ? 'Run' : 'Check'}>
      <div ref={detail} className="vstack grow checks-right">
        {item === undefined ? (
          <RunSummary report={report} live={progress?.live ?? null} />
        ) : (
          <Detail
            key={`${id} ${item.id}`}
            id={id}
            item={item}
            report={report}
            running={running}
            live={progress?.live ?? null}
            onBack={narrow ? () => showCheck(null) : undefined}
            why={setup?.checks.find((info) => info.id === item.id)?.why ?? []}
          />
        )}
      </div>
    </Pane>
  );
  return (
    <>
      <RunBar id={id} report={report} running={running} />
      {progress === null ? null : <RunProgress progress={progress} />}
      {narrow && item !== undefined ? (
        right
      ) : (
        <Split
          id={narrow ? 'checks-narrow' : 'checks'}
          key={narrow ? 'narrow' : 'wide'}
          label="Check list width"
          initial={narrow ? 300 : 412}
          min={260}
          minOther={440}
          first={
            <Pane label="Checks">
              <CheckList items={items} running={running} onOpen={toDetail} handle={list} field={field} />
            </Pane>
          }
          second={right}
        />
      )}
    </>
  );
}

interface DetailProps {
  id: number;
  item: CheckItem;
  report: CheckReport;
  running: boolean;
  live: CheckProgress['live'];
  why: CheckReport['checks'][number]['why'];
  onBack: (() => void) | undefined;
}

function Detail({ id, item, report, running, live, why, onBack }: DetailProps) {
  const result = report.checks.find((check) => check.id === item.id);
  return (
    <CheckDetail
      id={id}
      report={report}
      checkId={item.id}
      info={{ title: item.title, why: result?.why ?? why }}
      standing={item.standing}
      result={result}
      running={running}
      live={live}
      onBack={onBack}
    />
  );
}
