import type { CheckReport, Defect } from '../../../shared/checks/report.ts';
import { IconChevronRight } from '../../components/icons.ts';
import { counted } from '../../lib/format.ts';
import { showCheck } from './checks-view.ts';

/** The reasons why checks failed, each with the worst sum that it booked. A row leads to its first check. */
export function DefectTable({ report }: { report: CheckReport }) {
  const { defects } = report.summary;
  const costly = defects.filter(({ costsMoney }) => costsMoney);
  const currency = defects.find(({ worst }) => worst !== null)?.worst?.currency;
  const others = defects.filter(({ costsMoney }) => !costsMoney);
  return (
    <section className="card checks-defects" aria-label="Defects">
      <div className="checks-defect checks-defect-head" aria-hidden="true">
        <span />
        <span>
          Defect, and the worst sum that it booked{currency === undefined ? '' : `, in ${currency}`}
        </span>
        <span>Platform</span>
        <span>Your receiver</span>
        <span>Failed</span>
        <span />
      </div>
      {[...costly, ...others].map((defect, index) => (
        <DefectRow key={defect.id} defect={defect} number={index + 1} />
      ))}
    </section>
  );
}

function DefectRow({ defect, number }: { defect: Defect; number: number }) {
  const { title, sentence, checks, costsMoney, worst } = defect;
  const first = checks[0];
  return (
    <button
      type="button"
      className="checks-defect"
      data-testid="defect"
      onClick={() => first !== undefined && showCheck(first)}
    >
      <span className="checks-number checks-defect-number">{number}</span>
      <span className="checks-defect-text">
        <span className="strong">{title}</span>
        <span className="dimmed text-12">
          {sentence}
          {costsMoney ? '' : ' Costs no money by itself.'}
        </span>
      </span>
      <span className="mono checks-defect-sum">{worst?.platform ?? ''}</span>
      <span className="mono checks-defect-sum">{worst?.receiver ?? ''}</span>
      <span className="text-bad strong nowrap align-right">{counted(checks.length, 'check')}</span>
      <IconChevronRight size={14} stroke={1.75} aria-hidden="true" />
    </button>
  );
}
