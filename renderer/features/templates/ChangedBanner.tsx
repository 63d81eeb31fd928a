import { Button } from '@mantine/core';
import { IconFileAlert } from '@tabler/icons-react';
import { useTemplates } from './store.ts';
import type { PostbackEntry } from './usePostbacks.ts';

/** Says that the file is no longer what the edits began with, and leads to the choice. */
export function ChangedBanner({ entry: { file, onDisk } }: { entry: PostbackEntry }) {
  return (
    <div className="banner" role="status">
      <IconFileAlert size={16} aria-hidden="true" />
      <span className="grow el">
        {onDisk === undefined
          ? `${file} was deleted on disk while you edited it.`
          : `${file} was changed on disk while you edited it.`}
      </span>
      {onDisk === undefined ? null : (
        <Button size="xs" onClick={() => useTemplates.setState({ conflict: file })}>
          Compare and choose…
        </Button>
      )}
    </div>
  );
}
