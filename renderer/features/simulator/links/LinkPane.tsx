import { Button, SegmentedControl } from '@mantine/core';
import { IconLink } from '../../../components/icons.ts';
import { KeyCaps } from '../../../components/Kbd.tsx';
import { Pane } from '../../../components/Pane.tsx';
import { ClickDetail } from './ClickDetail.tsx';
import { LinkBuilder } from './LinkBuilder.tsx';
import { useLinks } from './link-draft.ts';
import { useSelectedClick } from './useClicks.ts';

const build = () => useLinks.setState({ part: 'build' });

/** What brings a click about. */
export function LinkTools() {
  return (
    <Button
      size="xs"
      px={8}
      leftSection={<IconLink size={14} stroke={1.5} />}
      rightSection={<KeyCaps keys="L" />}
      onClick={build}
    >
      Link…
    </Button>
  );
}

/** Builds a tracking link, or shows the click that is selected. */
export function LinkPane() {
  const view = useSelectedClick();
  const part = useLinks((state) => state.part);
  return (
    <Pane label="Link">
      <div className="pane-bar">
        <h2 className="visually-hidden">Link</h2>
        <SegmentedControl
          aria-label="View"
          value={part}
          onChange={(value) => useLinks.setState({ part: value as typeof part })}
          data={[
            { value: 'build', label: 'Build a link' },
            { value: 'click', label: 'Click' },
          ]}
        />
      </div>
      {part === 'build' ? <LinkBuilder /> : <ClickDetail view={view} onBuild={build} />}
    </Pane>
  );
}
