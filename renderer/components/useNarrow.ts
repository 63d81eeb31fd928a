import { useMediaQuery } from '@mantine/hooks';

/** Up to this width, in px, screens show one pane where they would show two. */
const NARROW_PX = 1100;

/** Whether the window is that narrow at this moment. */
export const isNarrow = () => window.innerWidth <= NARROW_PX;

/** Whether the window is too narrow for all panes side by side; known at the first drawing. */
export function useNarrow(): boolean {
  return useMediaQuery(`(max-width: ${NARROW_PX}px)`, isNarrow(), {
    getInitialValueInEffect: false,
  });
}
