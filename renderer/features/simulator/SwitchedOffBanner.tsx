import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '../../components/icons.ts';
import { fullTime } from '../../lib/format.ts';
import { switchOn } from '../../state/delivery-commands.ts';
import { useEngine } from '../../state/engine.ts';
import { useWorkspace, useZone } from '../../state/workspace.ts';

/** Names each postback that its profile has switched off, and lets it fire again. */
export function SwitchedOffBanner() {
  const off = useEngine(({ view }) => view?.switchedOff);
  const postbacks = useWorkspace(({ view }) => view?.postbacks);
  const zone = useZone();
  return off?.map(({ file, at, sentence }) => (
    <div className="banner" role="status" key={file} data-testid="switched-off-banner">
      <IconPlugConnectedX size={16} stroke={1.5} aria-hidden="true" />
      <span className="grow">
        <b>{postbacks?.find((postback) => postback.file === file)?.content?.name ?? file}:</b> {sentence}{' '}
        Nothing has been sent since {fullTime(at, zone)}.
      </span>
      <Button size="xs" onClick={() => switchOn(file)}>
        Enable again
      </Button>
    </div>
  ));
}
