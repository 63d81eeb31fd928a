import { resolve } from 'node:path';
import { toJson } from '../../shared/terminal-text.ts';
import { newWorkspace, pathOf } from '../engine/workspace/new-workspace.ts';
import { Workspace } from '../engine/workspace/workspace.ts';
import type { CommandIo } from './io.ts';
import { wrongArgument } from './template-argument.ts';

export interface InitOptions {
  name?: string;
  sample?: boolean;
  json?: boolean;
}

/** `postbench init`: turns a folder into a workspace and keeps its files. Throws what newWorkspace throws. */
export function init(folder: string, { name, sample, json }: InitOptions, io: CommandIo): number {
  if (folder.trim() === '')
    throw wrongArgument('The folder is empty.', 'Name the folder, or use . for the one that you are in.');
  const path = newWorkspace({
    folder: resolve(pathOf(folder)),
    ...(name === undefined ? {} : { name }),
    start: sample === true ? 'sample' : 'empty',
  });
  const { view } = new Workspace(path);
  const made = {
    folder: path,
    name: view.settings.name,
    postbacks: view.postbacks.map(({ file }) => file),
    scenarios: view.scenarios.map(({ file }) => file),
  };
  io.out(json === true ? toJson(made) : path);
  io.err(
    `Created the workspace ${made.name} with ${made.postbacks.length} postbacks and ${made.scenarios.length} scenarios. Its programs are in postbench.yaml.`,
  );
  return 0;
}
