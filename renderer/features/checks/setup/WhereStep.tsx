import { Checkbox, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import type { CheckSetup } from '../../../../shared/contract/checks.ts';
import { isLifeCycle } from '../../../../shared/delivery/fired-postbacks.ts';
import { isLocalUrl } from '../../../../shared/receiver/endpoints/local-url.ts';
import { Chip } from '../../../components/Chip.tsx';
import { SecretHeaderChoice } from '../../../components/SecretHeaderChoice.tsx';
import { counted } from '../../../lib/format.ts';
import { isOrigin } from '../../../state/run-options.ts';
import { useWorkspace } from '../../../state/workspace.ts';
import { ParameterTable } from './ParameterTable.tsx';
import { change, useSetup } from './setup-draft.ts';
import { TemplateFindings } from './TemplateFindings.tsx';
import type { SetupTarget } from './useSetupTarget.ts';

/** The first step: the request that reaches the receiver, and what in it changes from postback to postback. */
export function WhereStep({ target, setup }: { target: SetupTarget; setup: CheckSetup | null }) {
  const { source, text } = useSetup();
  return (
    <>
      <h2>Where is your receiver?</h2>
      <p className="dimmed">
        Paste the postback URL that you gave the platform, or a cURL command that works. Nothing is sent yet.
      </p>
      {setup === null || setup.problem === '' ? null : (
        <p className="text-bad text-12">check.yaml cannot be read: {setup.problem}</p>
      )}
      <SegmentedControl
        className="setup-source"
        aria-label="Source of the request"
        value={source}
        onChange={(value) => change({ source: value === 'postback' ? 'postback' : 'paste', tried: null })}
        data={[
          { value: 'paste', label: 'URL or cURL command' },
          { value: 'postback', label: 'Postback of this workspace' },
        ]}
      />
      {source === 'paste' ? (
        <>
          <Textarea
            aria-label="URL or cURL command"
            placeholder="http://127.0.0.1:9000/postback?id=1000.4636.158133&status=PENDING&pay=12.00"
            classNames={{ input: 'mono' }}
            autosize
            minRows={2}
            maxRows={8}
            spellCheck={false}
            autoFocus={text === ''}
            value={text}
            error={target.problem === null ? null : `${target.problem.title} ${target.problem.remedy}`}
            onChange={(event) =>
              change({ text: event.currentTarget.value, choices: {}, added: [], secret: null, tried: null })
            }
          />
          {target.postback === null ? null : <Found target={target} />}
        </>
      ) : (
        <PostbackChoice secrets={target.secretHeaders} />
      )}
      {target.postback === null ? null : (
        <>
          <SecretLine target={target} />
          <TemplateFindings target={target} />
        </>
      )}
    </>
  );
}

function Found({ target }: { target: SetupTarget }) {
  const { postback, values, notes, filled, isUrl } = target;
  return (
    <>
      <div className="section-head">
        Found in it
        <span className="count">
          {postback!.method}, {counted(values.length, 'parameter')}
        </span>
      </div>
      {values.length === 0 ? null : <ParameterTable values={values} />}
      {filled ? (
        <p className="text-12 dimmed setup-note">
          There is no placeholder in this URL, so every placeholder that the platform documents is added under
          its own name.
        </p>
      ) : null}
      {isUrl ? null : (
        <p className="text-12 dimmed setup-note">
          A request with headers or a body is saved as a postback of this workspace, disabled, so that the
          Simulator does not send it.
        </p>
      )}
      {notes.map((note) => (
        <p key={note} className="text-12 dimmed setup-note">
          {note}
        </p>
      ))}
    </>
  );
}

function PostbackChoice({ secrets }: { secrets: readonly string[] }) {
  const { file, at, secretHeaders } = useSetup();
  const postbacks = useWorkspace(({ view }) => view?.postbacks) ?? [];
  const data = postbacks.flatMap(({ file: path, content }) =>
    content !== null && isLifeCycle({ ...content, enabled: true })
      ? [{ value: path, label: content.name }]
      : [],
  );
  const wrong = at.trim() !== '' && !isOrigin(at);
  const local = isLocalUrl(postbacks.find((one) => one.file === file)?.content?.url ?? '');
  return (
    <div className="setup-two">
      <Select
        label="Postback"
        placeholder={data.length === 0 ? 'No life-cycle postback in this workspace' : 'Select a postback'}
        data={data}
        value={file}
        allowDeselect={false}
        onChange={(value) => change({ file: value, secret: null, tried: null })}
      />
      <TextInput
        label="Send to"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        description="Scheme, host, and port of your receiver; path and query stay. Empty: the postback’s own."
        placeholder="http://127.0.0.1:9000"
        classNames={{ input: 'mono' }}
        spellCheck={false}
        value={at}
        error={
          wrong
            ? 'Write scheme, host, and port only, as in http://127.0.0.1:9000'
            : local && at.trim() === ''
              ? 'This postback goes to Postbench’s own receiver; name yours.'
              : null
        }
        onChange={(event) => change({ at: event.currentTarget.value, secretHeaders: null, tried: null })}
      />
      {secrets.length === 0 ? null : (
        <SecretHeaderChoice
          names={secrets}
          value={secretHeaders}
          onChange={(choice) => change({ secretHeaders: choice, tried: null })}
        />
      )}
    </div>
  );
}

/** A secret that was found can be confirmed: only then a check of it can fail. */
function SecretLine({ target: { secret } }: { target: SetupTarget }) {
  if (secret === undefined) return null;
  return (
    <div className="checks-line">
      <Checkbox
        size="xs"
        checked={secret.confirmed}
        label={
          <>
            <span className="mono">{secret.name}</span> holds a secret that my receiver checks
          </>
        }
        onChange={(event) => change({ secret: event.currentTarget.checked ? secret.name : null })}
      />
      <span className="spacer" />
      <Chip tone={secret.confirmed ? 'ok' : 'plain'}>
        {secret.confirmed ? 'confirmed' : 'found by its name'}
      </Chip>
      <span className="faint text-12 wide-only">
        {secret.confirmed ? 'A wrong one that is booked fails.' : 'Unconfirmed, its checks can only warn.'}
      </span>
    </div>
  );
}
