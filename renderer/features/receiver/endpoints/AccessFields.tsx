import { Textarea, TextInput } from '@mantine/core';
import type { EndpointDraft } from '../../../../shared/receiver/endpoints/endpoint-draft.ts';
import { counted } from '../../../lib/format.ts';

interface AccessFieldsProps {
  values: EndpointDraft;
  /** How many ranges the list has. */
  ranges: number;
  errorAt: (key: string) => string | undefined;
  onChange: (part: Partial<EndpointDraft>) => void;
}

/** Who may send to an endpoint. All that is filled in must be met. */
export function AccessFields({ values, ranges, errorAt, onChange }: AccessFieldsProps) {
  return (
    <fieldset className="endpoints-access">
      <legend className="medium">Who may send</legend>
      <Textarea
        label="Allowed addresses"
        description="Paste ranges or addresses, one a line or separated by commas. Empty: every address."
        placeholder={'203.0.113.0/24\n2001:db8::/32'}
        classNames={{ input: 'mono' }}
        spellCheck={false}
        autosize
        minRows={2}
        maxRows={8}
        value={values.allow}
        error={errorAt('access.allow')}
        onChange={(event) => onChange({ allow: event.currentTarget.value })}
      />
      <p className="text-12 dimmed">
        {ranges === 0 ? '' : `${counted(ranges, 'range')}. `}No published copy of impact.com’s documentation
        lists the ranges that it sends from. The platform shows them to its users at{' '}
        <span className="mono">integrations.impact.com/public-ip-addresses</span>: paste them from there, all
        of them, since postbacks may come from any.
      </p>
      <Pair
        label="Header"
        names={['headerName', 'headerValue']}
        placeholders={['X-Api-Key', '{secret:API_KEY}']}
        errors={[errorAt('access.header.name'), errorAt('access.header.value')]}
        values={values}
        onChange={onChange}
      />
      <Pair
        label="Parameter"
        names={['parameterName', 'parameterValue']}
        placeholders={['token', '{secret:TOKEN}']}
        errors={[errorAt('access.parameter.name'), errorAt('access.parameter.value')]}
        values={values}
        onChange={onChange}
      />
      <Pair
        label="HTTP Basic"
        names={['user', 'password']}
        placeholders={['user', '{secret:PASSWORD}']}
        errors={[errorAt('access.basic.user'), errorAt('access.basic.password')]}
        values={values}
        onChange={onChange}
      />
      <p className="text-12 dimmed">
        These values stand in postbench.yaml. <span className="mono">{'{secret:NAME}'}</span> keeps one on
        this machine.
      </p>
    </fieldset>
  );
}

type TextKey = 'headerName' | 'headerValue' | 'parameterName' | 'parameterValue' | 'user' | 'password';

interface PairProps {
  label: string;
  names: readonly [TextKey, TextKey];
  placeholders: readonly [string, string];
  errors: readonly (string | undefined)[];
  values: EndpointDraft;
  onChange: (part: Partial<EndpointDraft>) => void;
}

/** A name and its value, which are asked for together. */
function Pair({ label, names, placeholders, errors, values, onChange }: PairProps) {
  const [first, second] = label === 'HTTP Basic' ? ['user', 'password'] : ['name', 'value'];
  return (
    <div className="endpoints-pair">
      <span className="text-12 medium">{label}</span>
      {names.map((key, index) => (
        <TextInput
          key={key}
          aria-label={`${label}: ${index === 0 ? first : second}`}
          classNames={{ input: 'mono' }}
          placeholder={placeholders[index]}
          value={values[key]}
          error={errors[index]}
          onChange={(event) => onChange({ [key]: event.currentTarget.value })}
        />
      ))}
    </div>
  );
}
