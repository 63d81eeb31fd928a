import type { WorkspaceView } from '../../../shared/contract/workspace.ts';
import type { ProfileField, Provenance, SenderProfile } from '../../../shared/delivery/profile.ts';
import { findProfile, PROFILES } from '../../../shared/delivery/profiles/all.ts';
import { profileId, rulesFor } from '../../../shared/workspace/rules.ts';

/** The sender profile that a workspace uses now. */
export interface ActiveProfile {
  /** What the workspace names. */
  wanted: string;
  /** Its rules, with the workspace's own timeouts. */
  profile: SenderProfile;
  /** The workspace's own file that it comes from; null for a built-in one. */
  file: string | null;
  /** The workspace's file of that name, right or wrong. */
  written: string | null;
  /** Why the wanted one is not in force; empty when it is. */
  problem: string;
  provenance: (field: ProfileField) => Provenance;
}

/** What is wrong with a file of the workspace, in one line. */
export function problemOfFile(view: WorkspaceView, file: string): string {
  const found = view.problems.find((problem) => problem.file === file);
  if (found === undefined) return 'The file is invalid.';
  return found.line === null ? found.message : `Line ${found.line}: ${found.message}`;
}

export function activeProfile(view: WorkspaceView): ActiveProfile {
  const { sending } = view.settings;
  const wanted = sending.profile;
  const { profile, certainty } = rulesFor(view, {});
  const written = view.profiles.find(({ file }) => profileId(file) === wanted);
  const file = written?.content ? written.file : null;
  const known = findProfile(wanted) ?? PROFILES[0]!;
  const provenance = (field: ProfileField): Provenance => {
    const limit = (field === 'connectTimeout' || field === 'responseTimeout') && sending[field] !== undefined;
    const source = limit ? `sending.${field} in postbench.yaml.` : (file ?? known.provenance[field].source);
    return { certainty: certainty?.(field) ?? 'yours', source };
  };
  let problem = '';
  if (written !== undefined && file === null)
    problem = `${written.file} is invalid. ${problemOfFile(view, written.file)}`;
  else if (file === null && findProfile(wanted) === undefined)
    problem = `There is no sender profile "${wanted}".`;
  return { wanted, profile, file, written: written?.file ?? null, problem, provenance };
}
