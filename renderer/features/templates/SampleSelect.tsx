import { Select } from '@mantine/core';
import { NO_SAMPLE, useTemplates } from './store.ts';
import type { SampleChoice } from './useSample.ts';

/** Which scenario fills the previews. */
export function SampleSelect({ sample }: { sample: SampleChoice }) {
  const data = [
    ...sample.scenarios.map(({ file, name }) => ({ value: file, label: name })),
    { value: NO_SAMPLE, label: 'No values yet' },
  ];
  return (
    <Select
      size="xs"
      aria-label="Sample"
      className="tp-sample"
      allowDeselect={false}
      comboboxProps={{ shadow: 'sm', width: 'max-content', position: 'bottom-end' }}
      data={data}
      value={sample.id}
      onChange={(value) => useTemplates.setState({ sample: value, step: 0 })}
    />
  );
}

/** Which of its steps the previews show. Keeps its room without a sample, so that nothing moves. */
export function StepSelect({ sample }: { sample: SampleChoice }) {
  return (
    <Select
      size="xs"
      aria-label="Shown step"
      className="tp-step"
      allowDeselect={false}
      disabled={sample.samples.length === 0}
      placeholder="No values"
      comboboxProps={{ shadow: 'sm', width: 'max-content', position: 'bottom-end' }}
      data={sample.samples.map(({ label }, index) => ({ value: String(index), label }))}
      value={sample.current === null ? null : String(sample.index)}
      onChange={(value) => useTemplates.setState({ step: Number(value) })}
    />
  );
}
