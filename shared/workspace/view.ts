import type { CheckConfig } from '../checks/config.ts';
import type { SenderProfile } from '../delivery/profile.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { Postback } from '../template/postback.ts';
import type { WorkspaceSettings } from './schema.ts';

/** A problem in a file of the workspace. */
export interface Problem {
  file: string;
  line: number | null;
  column: number | null;
  message: string;
  remedy: string;
}

/** A file as last read. `version` changes with its bytes; saving must pass it back. */
export interface WorkspaceFile<T> {
  /** Path in the workspace, with "/" separators. */
  file: string;
  version: string;
  /** Null while the file is invalid: its problems say why. */
  content: T | null;
}

export interface WorkspaceView {
  /** Increases with every change of any file. */
  revision: number;
  folder: string;
  /** The settings in force; the last valid ones while postbench.yaml is invalid. */
  settings: WorkspaceSettings;
  /** The lines in postbench.yaml of the response rules of its endpoints, in their order. */
  ruleLines?: readonly number[];
  postbacks: WorkspaceFile<Postback>[];
  scenarios: WorkspaceFile<Scenario>[];
  /** The workspace's own sender profiles, in profiles/. */
  profiles: WorkspaceFile<SenderProfile>[];
  /** How its receiver is checked; null without a check.yaml. */
  check: WorkspaceFile<CheckConfig> | null;
  problems: Problem[];
}
