import { Checkbox, NumberInput } from '@mantine/core';
import { CATEGORY_NAMES } from '../../../../shared/checks/category-names.ts';
import { CATEGORIES, type Category } from '../../../../shared/checks/check.ts';
import { CHECKS } from '../../../../shared/checks/list/all.ts';
import type { CheckSetup } from '../../../../shared/contract/checks.ts';
import { isLocalUrl } from '../../../../shared/receiver/endpoints/local-url.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { IconMinus, IconTerminal2 } from '../../../components/icons.ts';
import { counted } from '../../../lib/format.ts';
import { attempt } from '../../../state/notify.ts';
import { useWorkspace } from '../../../state/workspace.ts';
import { addToPostback } from '../add-placeholder.ts';
import { MissingPlaceholders } from '../MissingPlaceholders.tsx';
import { type PlannedSkip, plannedSkips } from './planned-skips.ts';
import { saveConfig } from './setup-commands.ts';
import { change, LIVES, readSet, useSetup } from './setup-draft.ts';
import type { SetupTarget } from './useSetupTarget.ts';

/** What the checks of a category write to the receiver. */
const WRITES: Record<Category, string> = {
  acknowledgment: 'purchases with every status and empty values',
  security: 'nothing, where secrets are checked',
  data: 'purchases with long texts, quotes, and odd characters',
  money: 'purchases, returns, reversals, and duplicates',
  order: 'purchases whose postbacks come late or swapped',
  exploration: 'random lives of purchases',
};

/** The last step: what will be sent, and what cannot be judged. */
export function SendStep({ target, setup }: { target: SetupTarget; setup: CheckSetup | null }) {
  const { view, set, tried, lives, stateUrl } = useSetup();
  const probe =
    view === 'none' || (view === 'url' && stateUrl.trim() === '')
      ? 'none'
      : view === 'response'
        ? 'response'
        : 'look';
  const mapping = tried?.report.mapping ?? undefined;
  const fixed = new Set(Object.keys(readSet(set) ?? {}));
  const left = new Set(setup?.config?.skip ?? []);
  const chosen = CHECKS.filter(({ id, category }) => !left.has(id) && !left.has(category));
  const skips = plannedSkips(target, probe, mapping, fixed).filter(({ id }) =>
    chosen.some((check) => check.id === id),
  );
  const explores = lives > 0 && probe === 'look';
  const host = isLocalUrl(target.address)
    ? 'Postbench’s own receiver'
    : target.address.replace(/^(https?:\/\/[^/?#]+).*$/is, '$1');
  return (
    <>
      <h2>What will be sent</h2>
      <p className="dimmed">
        Everything goes to <span className="mono">{host}</span>, with action IDs that no earlier run has used.
      </p>
      {probe === 'none' ? (
        <p className="setup-note text-warn">
          Without a view of your receiver’s records, money is not judged: only responses are.
        </p>
      ) : tried === null ? (
        <p className="setup-note dimmed">
          The records have not been tried yet; the run begins with the first look.
        </p>
      ) : null}
      <table className="setup-table setup-categories">
        <thead>
          <tr>
            <th scope="col">Category</th>
            <th scope="col">Checks</th>
            <th scope="col">Skipped</th>
            <th scope="col">What it writes</th>
          </tr>
        </thead>
        <tbody>
          {CATEGORIES.filter((category) => category !== 'exploration').map((category) => {
            const own = chosen.filter((check) => check.category === category);
            const skipped = skips.filter(({ id }) => own.some((check) => check.id === id)).length;
            return (
              <tr key={category}>
                <th scope="row">{CATEGORY_NAMES[category]}</th>
                <td>{own.length}</td>
                <td className={skipped === 0 ? 'faint' : ''}>{skipped}</td>
                <td className="dimmed">{WRITES[category]}</td>
              </tr>
            );
          })}
          <tr className="setup-total">
            <th scope="row">Total</th>
            <td>{chosen.length}</td>
            <td>{skips.length}</td>
            <td className="dimmed">
              {explores ? `and ${counted(lives, 'random life', 'random lives')}` : ''}
            </td>
          </tr>
        </tbody>
      </table>
      <SkippedReasons skips={skips} target={target} />
      <div className="section-head">Options</div>
      <div className="checks-line">
        <Checkbox
          size="xs"
          checked={lives > 0}
          label="Explore random lives"
          disabled={probe !== 'look'}
          onChange={(event) => change({ lives: event.currentTarget.checked ? LIVES : 0 })}
        />
        <NumberInput
          size="xs"
          className="setup-lives"
          aria-label="Random lives"
          min={0}
          max={10_000}
          allowDecimal={false}
          disabled={probe !== 'look'}
          value={lives}
          onChange={(value) => change({ lives: typeof value === 'number' ? Math.max(0, value) : 0 })}
        />
        <span className="faint text-12 ellipsis">
          {probe === 'look' ? 'finds what no list foresees' : 'needs a view of your records at any time'}
        </span>
      </div>
      <CommandLine target={target} />
    </>
  );
}

function SkippedReasons({ skips, target }: { skips: readonly PlannedSkip[]; target: SetupTarget }) {
  const { source, added, file } = useSetup();
  if (skips.length === 0) return null;
  const missing = skips.filter(({ add }) => add !== null);
  const reasons = new Map<string, number>();
  for (const { sentence, add } of skips)
    if (add === null) reasons.set(sentence, (reasons.get(sentence) ?? 0) + 1);
  const add = (names: readonly string[]) => {
    if (source === 'paste') change({ added: [...added, ...names], tried: null });
    else if (file !== null) void addToPostback(file, names);
  };
  return (
    <>
      <div className="section-head">
        Skipped
        <span className="count">as far as is known now</span>
      </div>
      {missing.length === 0 ? null : (
        <div className="checks-line">
          <IconMinus size={14} stroke={1.75} className="faint" aria-hidden="true" />
          <MissingPlaceholders
            checks={missing.length}
            names={[...new Set(missing.flatMap((skip) => skip.add ?? []))]}
            onAdd={target.postback === null ? undefined : add}
          />
        </div>
      )}
      {[...reasons].map(([sentence, checks]) => (
        <div key={sentence} className="checks-line">
          <IconMinus size={14} stroke={1.75} className="faint" aria-hidden="true" />
          <span className="grow">
            <span className="medium">{counted(checks, 'check')} skipped.</span>{' '}
            <span className="dimmed">{sentence}</span>
          </span>
        </div>
      ))}
    </>
  );
}

/** The same run for a terminal: check.yaml says everything, so that the command is short. */
function CommandLine({ target }: { target: SetupTarget }) {
  const folder = useWorkspace(({ view }) => view?.folder ?? '');
  const command = `cd ${quoted(folder)} && postbench check --yes`;
  return (
    <div className="checks-line">
      <CopyButton
        caption="Copy as command"
        label="Save check.yaml and copy the command"
        icon={<IconTerminal2 size={15} stroke={1.5} />}
        text={() => attempt(async () => saveConfig(target).then(() => command))}
      />
      <span className="faint text-12 ellipsis">
        saves check.yaml; the same run for a terminal or a build server
      </span>
    </div>
  );
}

function quoted(text: string): string {
  return /^[\w./~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
