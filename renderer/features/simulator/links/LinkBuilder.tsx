import { Button, Select, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { buildLink, type LinkInput } from '../../../../shared/domain/link.ts';
import type { World } from '../../../../shared/domain/program.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { ProblemBox } from '../../../components/ProblemBox.tsx';
import { ScrollRegion } from '../../../components/ScrollRegion.tsx';
import { type ProblemText, problemOf } from '../../../lib/problem.ts';
import { client } from '../../../state/connection.ts';
import { attempt } from '../../../state/notify.ts';
import { select } from '../../../state/ui.ts';
import { ProgramSelect, useWorld } from '../ProgramSelect.tsx';
import { givenSubIds, SubIdFields } from '../SubIdFields.tsx';
import { LinkParts } from './ClickDetail.tsx';
import { useLinks } from './link-draft.ts';

/** Clicks a link and shows the click. */
export function clickIt(link: string): void {
  void attempt(async () => {
    const { key } = await client.world.click({ link });
    select({ clickKey: key, world: 'clicks' });
    useLinks.setState({ part: 'click' });
  });
}

/** A tracking link, live as it is written. */
export function LinkBuilder() {
  const world = useWorld();
  return world === undefined ? null : <Fields world={world} />;
}

type Built = { link: string } | { problem: ProblemText };

function Fields({ world }: { world: World }) {
  const { program: programId, ad, property, deepLink, subIds, pasted } = useLinks();
  const program = world.programs.find(({ id }) => id === programId) ?? world.programs[0]!;
  const { properties } = world.partner;
  const built = useMemo((): Built => {
    const input: LinkInput = { program: program.id, ad, property, deepLink, ...givenSubIds(subIds) };
    try {
      return { link: buildLink(world, input) };
    } catch (error) {
      return { problem: problemOf(error) };
    }
  }, [world, program, ad, property, deepLink, subIds]);
  return (
    <>
      <ScrollRegion label="Link builder" className="world-details">
        <div className="form world-builder">
          <div className="form-fields">
            <ProgramSelect
              all={world.programs}
              value={program.id}
              onChange={({ id }) => useLinks.setState({ program: id, ad: '' })}
            />
            <Select
              label="Ad"
              allowDeselect={false}
              data={[
                { value: '', label: `The program’s own, ${program.adId}` },
                ...program.ads.map(({ id, name }) => ({ value: id, label: `${name.trim()}, ${id}` })),
              ]}
              value={ad}
              onChange={(value) => useLinks.setState({ ad: value ?? '' })}
            />
            <Select
              label="Property"
              allowDeselect={false}
              disabled={properties.length === 0}
              data={[
                { value: '', label: properties.length === 0 ? 'None in this workspace' : 'None' },
                ...properties.map(({ id, name }) => ({ value: id, label: name.trim() })),
              ]}
              value={property}
              onChange={(value) => useLinks.setState({ property: value ?? '' })}
            />
            <TextInput
              label="Deep link"
              placeholder={program.landingPage}
              value={deepLink}
              onChange={(event) => useLinks.setState({ deepLink: event.currentTarget.value.trim() })}
            />
            <SubIdFields value={subIds} onChange={(next) => useLinks.setState({ subIds: next })} />
          </div>
          {'problem' in built ? <ProblemBox problem={built.problem} /> : null}
        </div>
        {'link' in built ? <LinkParts link={built.link} /> : null}
        <div className="section-head">Another link</div>
        <form
          className="hstack world-paste"
          onSubmit={(event) => {
            event.preventDefault();
            if (pasted.trim() !== '') clickIt(pasted.trim());
          }}
        >
          <TextInput
            className="grow"
            aria-label="Paste a tracking link"
            placeholder="Paste a tracking link"
            classNames={{ input: 'mono' }}
            value={pasted}
            onChange={(event) => useLinks.setState({ pasted: event.currentTarget.value })}
          />
          <Button type="submit" disabled={pasted.trim() === ''}>
            Click
          </Button>
        </form>
      </ScrollRegion>
      <div className="pane-bar world-next-steps">
        <Button
          size="xs"
          data-testid="click-link"
          disabled={!('link' in built)}
          onClick={() => 'link' in built && clickIt(built.link)}
        >
          Click it
        </Button>
        {'link' in built ? (
          <>
            <span className="mono dimmed ellipsis" title={built.link}>
              {built.link}
            </span>
            <CopyButton text={built.link} label="Copy tracking link" />
          </>
        ) : null}
      </div>
    </>
  );
}
