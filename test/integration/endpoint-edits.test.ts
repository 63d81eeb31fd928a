import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  removeEndpoint,
  saveEndpoint,
  undoEndpoint,
} from '../../electron/engine/workspace/endpoint-edits.ts';
import { Workspace } from '../../electron/engine/workspace/workspace.ts';
import type { EndpointSettings } from '../../shared/receiver/endpoints/endpoint-settings.ts';
import { temporaryFolder } from '../fixtures/command.ts';
import { ACME } from '../fixtures/run-workspace.ts';

const ENDPOINTS = `endpoints:
  # for the staging server
  - name: hooks # as the firewall has it
    path: /hooks
    access:
      # the office
      allow: [203.0.113.0/24]
      header: { name: X-Api-Key, value: "{secret:KEY}" }
    responses:
      - { respond: { status: 503 }, times: 2 } # wakes up slowly
`;

function open(endpoints: string, url = 'endpoint:hooks/pb?id={ActionId}') {
  const folder = temporaryFolder();
  mkdirSync(join(folder.path, 'postbacks'));
  writeFileSync(join(folder.path, 'postbacks/p.yaml'), `# ours\nname: P\nurl: ${url}\n`);
  writeFileSync(join(folder.path, 'postbench.yaml'), ACME + endpoints);
  const workspace = new Workspace(folder.path);
  const text = (file = 'postbench.yaml') => readFileSync(join(folder.path, file), 'utf8');
  const save = (endpoint: EndpointSettings, name?: string) =>
    workspace.edit((view) => saveEndpoint(view, endpoint, name));
  return { workspace, text, save, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

const HOOKS: EndpointSettings = {
  name: 'hooks',
  path: '/hooks',
  access: { allow: ['203.0.113.0/24'], header: { name: 'X-Api-Key', value: '{secret:KEY}' } },
};

describe('an endpoint that is saved on the screen', () => {
  it('is added to a file without endpoints', () => {
    using rig = open('');
    rig.save({ name: 'lan', port: 7400, tls: true, bind: '0.0.0.0' });
    expect(rig.text()).toContain(
      'endpoints:\n  - name: lan\n    port: 7400\n    tls: true\n    bind: 0.0.0.0\n',
    );
    rig.save({ name: 'default', tls: true }, 'default');
    expect(rig.workspace.view.settings.endpoints.map(({ name }) => name)).toEqual(['lan', 'default']);
  });

  it('keeps its rules and all comments, whichever of its keys change', () => {
    using rig = open(ENDPOINTS);
    rig.save(
      { ...HOOKS, path: '/in', access: { ...HOOKS.access, allow: ['203.0.113.0/24', '2001:db8::/32'] } },
      'hooks',
    );
    for (const comment of [
      'for the staging server',
      'as the firewall has it',
      'the office',
      'wakes up slowly',
    ])
      expect(rig.text()).toContain(`# ${comment}`);
    expect(rig.workspace.view.settings.endpoints[0]).toMatchObject({
      path: '/in',
      responses: [{ times: 2 }],
    });
    expect(rig.text()).toContain('2001:db8::/32');
    rig.save({ name: 'hooks', path: '/in' }, 'hooks');
    expect(rig.text()).not.toContain('access');
  });

  it('takes the URLs of postbacks along to a new name, and no others', () => {
    using rig = open(ENDPOINTS);
    const { postbacks, former } = rig.save({ ...HOOKS, name: 'staging' }, 'hooks');
    expect(postbacks).toEqual(['P']);
    expect(rig.text('postbacks/p.yaml')).toBe('# ours\nname: P\nurl: endpoint:staging/pb?id={ActionId}\n');
    expect(rig.workspace.view.problems).toEqual([]);
    rig.workspace.edit((view) => undoEndpoint(view, former));
    expect(rig.text()).toBe(ACME + ENDPOINTS);
    expect(rig.text('postbacks/p.yaml')).toContain('endpoint:hooks/pb');

    using other = open(ENDPOINTS, 'endpoint:hooks-2/pb');
    expect(other.save({ ...HOOKS, name: 'staging' }, 'hooks').postbacks).toEqual([]);
    expect(other.text('postbacks/p.yaml')).toContain('endpoint:hooks-2/pb');
  });

  it('is refused with the reason, and nothing is written, where the file may not say it', () => {
    using rig = open(ENDPOINTS);
    const before = rig.text();
    for (const [endpoint, reason] of [
      [{ name: 'other', path: '/hooks' }, 'is the path of the endpoint hooks'],
      [{ name: 'a b', path: '/x' }, 'is not a name of an endpoint'],
      [{ name: 'other', port: 70_000 }, 'endpoints[2].port'],
      [{ name: 'other', path: '/x', access: { allow: ['everybody'] } }, 'is not a range of addresses'],
    ] as [EndpointSettings, string][])
      expect(() => rig.save(endpoint), reason).toThrow(reason);
    expect(() => rig.save(HOOKS, 'gone')).toThrow('has no endpoint named gone');
    expect(rig.text()).toBe(before);
  });
});

describe('an endpoint that is removed', () => {
  it('comes back byte for byte, unless the file has changed since', () => {
    using rig = open(ENDPOINTS);
    const { former } = rig.workspace.edit((view) => removeEndpoint(view, 'hooks'));
    expect(rig.workspace.view.settings.endpoints).toEqual([]);
    rig.workspace.edit((view) => undoEndpoint(view, former));
    expect(rig.text()).toBe(ACME + ENDPOINTS);
    const again = rig.workspace.edit((view) => removeEndpoint(view, 'hooks'));
    rig.save({ name: 'lan', port: 7400 });
    expect(() => rig.workspace.edit((view) => undoEndpoint(view, again.former))).toThrow('has changed since');
    expect(rig.text()).toContain('lan');
  });

  it('restores no other file of the workspace, and nothing that is no valid file', () => {
    using rig = open(ENDPOINTS);
    const undo = (file: string, text: string) =>
      rig.workspace.edit((view) => undoEndpoint(view, [{ file, text, version: '' }]));
    for (const file of ['check.yaml', '../postbench.yaml', 'postbacks/../check.yaml', 'scenarios/a.yaml'])
      expect(() => undo(file, 'x'), file).toThrow('does not belong to the endpoints');
    const { former } = rig.workspace.edit((view) => removeEndpoint(view, 'hooks'));
    const before = rig.text();
    expect(() =>
      rig.workspace.edit((view) => undoEndpoint(view, [{ ...former[0]!, text: 'name: [' }])),
    ).toThrow();
    expect(rig.text()).toBe(before);
  });
});
