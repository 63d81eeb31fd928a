import { Button, Select, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { kindOfEvent } from '../../../shared/domain/world-event.ts';
import { localUrl } from '../../../shared/receiver/endpoints/local-url.ts';
import { samplesOf } from '../../../shared/scenario/samples.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { withDefaultQuery } from '../../../shared/template/default-query.ts';
import { compileTemplate, render } from '../../../shared/template/render.ts';
import { resolveUrl } from '../../../shared/template/url.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { IconWorldX } from '../../components/icons.ts';
import { focusField } from '../../lib/focus.ts';
import { allowHost, useIsAllowedHost } from '../../state/allowed-hosts.ts';
import { useLocalAddresses } from '../../state/engine.ts';
import { useRenderSettings } from '../../state/render-settings.ts';
import { chooseReceiver, TO_MODES, type ToMode, useRunOptions } from '../../state/run-options.ts';
import { AT_ORIGIN, TO_URL } from '../../state/send-to.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { AtRow } from './AtRow.tsx';

const TO_WORDS: Record<ToMode, string> = {
  local: 'each postback as it is, to where its file says',
  own: 'a URL alone for actions, without the postbacks’ headers',
  at: 'each postback as it is, with another scheme, host and port',
};

/** Chooses, and goes to the field that the choice brings. */
function choose(toMode: ToMode): void {
  chooseReceiver({ toMode });
  if (toMode !== 'local') focusField(toMode === 'own' ? TO_URL : AT_ORIGIN);
}

/** Where the steps go: the postbacks' own URLs, a URL alone, or another origin. */
export function ToSelect() {
  const mode = useRunOptions(({ toMode }) => toMode);
  return (
    <Select
      size="xs"
      id="simulator-to"
      aria-label="To"
      className="simulator-to"
      allowDeselect={false}
      comboboxProps={{ shadow: 'sm', width: 290, position: 'bottom-end' }}
      data={[
        { value: 'local', label: 'Postbacks’ URLs' },
        { value: 'own', label: 'Your receiver…' },
        { value: 'at', label: 'Another origin…' },
      ]}
      renderOption={({ option }) => (
        <span className="vstack">
          <span className="medium">{option.label}</span>
          <span className="text-11 dimmed">{TO_WORDS[option.value as ToMode]}</span>
        </span>
      )}
      value={mode}
      onChange={(value) => choose(TO_MODES.find((one) => one === value) ?? 'local')}
    />
  );
}

/** The URL of the user's own receiver, and what the first step becomes with it. */
export function ToRow({ scenario }: { scenario: Scenario | null }) {
  const mode = useRunOptions(({ toMode }) => toMode);
  const url = useRunOptions(({ toUrl }) => toUrl);
  const first = useFirstUrl(url, scenario);
  if (mode === 'local') return null;
  if (mode === 'at') return <AtRow />;
  return (
    <div className="simulator-to-row">
      <TextInput
        id={TO_URL}
        data-testid="to-input"
        aria-label="Your receiver’s URL template"
        aria-describedby="to-preview"
        classNames={{ input: 'mono' }}
        placeholder="http://127.0.0.1:9000/postback?id={ActionId}&pay={Payout}"
        spellCheck={false}
        value={url}
        error={first?.problem !== undefined}
        onChange={(event) => chooseReceiver({ toUrl: event.currentTarget.value })}
      />
      <p id="to-preview" className="text-12 dimmed simulator-to-preview">
        <ToHint first={first} />
        {first === null || first.problem !== undefined ? null : (
          <CopyButton text={first.text} label="Copy URL of the first step" />
        )}
      </p>
    </div>
  );
}

interface FirstUrl {
  text: string;
  /** The full default query was added. */
  filled: boolean;
  problem?: string;
}

function ToHint({ first }: { first: FirstUrl | null }) {
  if (first === null) {
    return (
      <span className="ellipsis">
        Placeholders such as <span className="mono">{'{ActionId}'}</span> are filled in. Without any, the full
        default query is added.
      </span>
    );
  }
  if (first.problem !== undefined) {
    return (
      <span className="text-bad ellipsis" role="alert">
        Cannot send to this URL: {first.problem}. Use the form http://host:port/path.
      </span>
    );
  }
  return (
    <span className="ellipsis" title={first.text}>
      {first.filled ? 'Full default query added. ' : ''}First step: <span className="mono">{first.text}</span>
    </span>
  );
}

/** The URL of the scenario's first step; null while nothing is typed. */
function useFirstUrl(template: string, scenario: Scenario | null): FirstUrl | null {
  const world = useWorkspace(({ view }) => view?.settings.world);
  const settings = useRenderSettings('action');
  const local = useLocalAddresses();
  return useMemo(() => {
    const typed = template.trim();
    if (typed === '') return null;
    const whole = withDefaultQuery(typed);
    const text = render(compileTemplate(whole, 'url'), firstValues(scenario, world), settings);
    const resolved = resolveUrl(localUrl(text, local), '');
    const filled = whole !== typed;
    if (!resolved.ok) return { text, filled, problem: resolved.reason };
    return { text: resolved.url.origin + resolved.url.target, filled };
  }, [template, scenario, world, settings, local]);
}

function firstValues(scenario: Scenario | null, world: Parameters<typeof samplesOf>[1] | undefined) {
  if (scenario === null || world === undefined) return {};
  try {
    const samples = samplesOf(scenario, world);
    return samples.find(({ event }) => kindOfEvent(event) === 'action')?.values ?? {};
  } catch {
    // The run itself says what is wrong with the scenario.
    return {};
  }
}

/** After a refusal: the host by name, and the way to allow it. */
export function RefusedHost() {
  const host = useRunOptions(({ refusedHost }) => refusedHost);
  const allowed = useIsAllowedHost(host);
  if (host === null || allowed) return null;
  return (
    <div className="banner" role="alert">
      <IconWorldX size={16} aria-hidden="true" />
      <span className="grow">
        <b className="medium">{host}</b> is not on this machine and is not allowed in this workspace. Nothing
        was sent.
      </span>
      <Button size="xs" onClick={() => void allowHost(host)}>
        Allow {host} in this workspace
      </Button>
      <Button
        size="xs"
        variant="subtle"
        color="gray"
        onClick={() => useRunOptions.setState({ refusedHost: null })}
      >
        Close
      </Button>
    </div>
  );
}
