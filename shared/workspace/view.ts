import type { SenderProfile } from '../delivery/profile.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { Postback } from '../template/postback.ts';
import type { WorkspaceSettings } from './schema.ts';

/** Something wrong in a file of the workspace. */
export interface Problem {
  file: string;
  line: number | null;
  column: number | null;
  message: string;
  remedy: string;
}

/** A file as last read. `version` changes with its bytes; it must be given back to save. */
export interface WorkspaceFile<T> {
  /** Path in the workspace, with "/". */
  file: string;
  version: string;
  /** Null while the file is wrong: its problems say why. */
  content: T | null;
}

export interface WorkspaceView {
  /** Counts up with every change of any file. */
  revision: number;
  folder: string;
  /** The settings in force; the last good ones while postbench.yaml is wrong. */
  settings: WorkspaceSettings;
  postbacks: WorkspaceFile<Postback>[];
  scenarios: WorkspaceFile<Scenario>[];
  /** Sender profiles of the workspace's own, in profiles/. */
  profiles: WorkspaceFile<SenderProfile>[];
  problems: Problem[];
}
