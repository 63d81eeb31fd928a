import { useDebouncedValue } from '@mantine/hooks';
import type { PostbackForm } from '../../../shared/template/postback-form.ts';

/** Characters from which on the previews wait until nothing is typed, and for how many ms. */
const SIZES: readonly (readonly [characters: number, ms: number])[] = [
  [500_000, 700],
  [10_000, 200],
];

/** The form that the previews show: the one being edited, or, where its texts are long, the one that it was last at rest. */
export function usePreviewed(form: PostbackForm): PostbackForm {
  const size = form.url.length + (form.body.on ? form.body.template.length : 0);
  const ms = SIZES.find(([characters]) => size >= characters)?.[1];
  const [atRest] = useDebouncedValue(form, ms ?? 0);
  return ms === undefined ? form : atRest;
}
