import { Button } from '@mantine/core';
import { IconFileAlert } from '../../components/icons.ts';
import { deletePostback } from './delete-postback.ts';
import { saveAsNew } from './postback-commands.ts';
import { useTemplatesView } from './templates-view.ts';
import type { PostbackEntry } from './usePostbacks.ts';

/** Says that the file is no longer what the edits began with, and leads to the choice. */
export function ChangedBanner({ entry }: { entry: PostbackEntry }) {
  const { file, onDisk } = entry;
  return (
    <div className="banner" role="status">
      <IconFileAlert size={16} aria-hidden="true" />
      <span className="grow ellipsis">
        {onDisk === undefined
          ? `${file} was deleted on disk. Your edits are kept.`
          : `${file} was changed on disk while you were editing it.`}
      </span>
      {onDisk === undefined ? (
        <>
          <Button size="xs" onClick={() => void deletePostback(entry, undefined)}>
            Discard edits
          </Button>
          <Button size="xs" onClick={() => void saveAsNew(entry)}>
            Save as new
          </Button>
        </>
      ) : (
        <Button size="xs" onClick={() => useTemplatesView.setState({ conflict: file })}>
          Resolve…
        </Button>
      )}
    </div>
  );
}
