import { TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { redirect } from '../../../shared/delivery/send-to.ts';
import { SecretHeaderChoice } from '../../components/SecretHeaderChoice.tsx';
import { counted } from '../../lib/format.ts';
import { chooseReceiver, isOrigin, useRunOptions, useSendTo } from '../../state/run-options.ts';
import { AT_ORIGIN, SECRET_CHOICE, secretHeadersAt, sourcesOf } from '../../state/send-to.ts';
import { useWorkspace } from '../../state/workspace.ts';

/** The other origin that postbacks go to, and whether headers that look like secrets go along. */
export function AtRow() {
  const options = useRunOptions();
  const view = useWorkspace((state) => state.view);
  const secrets = useMemo(() => secretHeadersAt(view, options), [view, options]);
  const { atOrigin, secretHeaders } = options;
  const wrong = atOrigin.trim() !== '' && !isOrigin(atOrigin);
  return (
    <div className="simulator-to-row">
      <TextInput
        id={AT_ORIGIN}
        data-testid="at-input"
        aria-label="Origin"
        aria-describedby="at-hint"
        classNames={{ input: 'mono' }}
        placeholder="http://127.0.0.1:9000"
        spellCheck={false}
        value={atOrigin}
        error={wrong}
        onChange={(event) => chooseReceiver({ atOrigin: event.currentTarget.value })}
      />
      <p id="at-hint" className="text-12 dimmed simulator-to-preview">
        {wrong ? (
          <span className="text-bad ellipsis" role="alert">
            Enter scheme, host and port only, as in http://127.0.0.1:9000.
          </span>
        ) : (
          <AtHint />
        )}
      </p>
      {secrets.length === 0 ? null : (
        <SecretHeaderChoice
          id={SECRET_CHOICE}
          names={secrets}
          value={secretHeaders}
          onChange={(choice) => chooseReceiver({ secretHeaders: choice })}
        />
      )}
    </div>
  );
}

function AtHint() {
  const view = useWorkspace((state) => state.view);
  const to = useSendTo();
  const enabled = sourcesOf(view).filter(({ postback }) => postback.enabled);
  if (to === undefined)
    return <span className="ellipsis">Postbacks keep their path, query, method, headers and body.</span>;
  const first = redirect(enabled, to)[0]?.postback.url;
  if (first === undefined)
    return <span className="ellipsis">No postback is enabled, so nothing is sent.</span>;
  const more = enabled.length - 1;
  return (
    <span className="ellipsis" title={first}>
      <span className="mono">{first}</span>
      {more === 0 ? '' : ` and ${counted(more, 'more postback')}`}
    </span>
  );
}
