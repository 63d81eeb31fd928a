import { WORKSPACE_FILE } from '../../../../shared/workspace/schema.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { useWorkspace } from '../../../state/workspace.ts';

/** The file that says who takes part, with its path to copy. */
export function WorkspaceFilePath() {
  const folder = useWorkspace(({ view }) => view?.folder);
  if (folder === undefined) return null;
  const path = `${folder}/${WORKSPACE_FILE}`;
  return (
    <span className="hstack world-file">
      <span className="mono ellipsis" title={path}>
        {WORKSPACE_FILE}
      </span>
      <CopyButton text={path} label="Copy path of postbench.yaml" />
    </span>
  );
}
