import { useComputedColorScheme } from '@mantine/core';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Scene } from './scene.ts';
import { Stage } from './stage.ts';
import { readPalette } from './timeline-colors.ts';

/** The size of an element's content in px, kept up to date. */
export function useSize(element: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const box = element.current;
    if (box === null) return;
    const measure = () => setSize({ width: box.clientWidth, height: box.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

interface Sheets {
  head: RefObject<HTMLCanvasElement | null>;
  body: RefObject<HTMLCanvasElement | null>;
  /** Holds the spans of the lane. */
  lane: RefObject<HTMLElement | null>;
}

/** The drawing over two canvases; draws again with each render, and by itself in between. */
export function useStage(
  { head, body, lane }: Sheets,
  scene: Omit<Scene, 'palette'>,
): RefObject<Stage | null> {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const stage = useRef<Stage | null>(null);
  const [palette, setPalette] = useState(readPalette);
  useLayoutEffect(() => {
    stage.current = new Stage(head.current!, body.current!, lane.current!);
    return () => {
      stage.current?.close();
      stage.current = null;
    };
  }, [head, body, lane]);
  useLayoutEffect(() => stage.current?.show({ ...scene, palette }));
  // Mantine sets the scheme's attribute in an effect of its own, which may come after this one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tokens follow the colour scheme
  useEffect(() => {
    const again = requestAnimationFrame(() => setPalette(readPalette()));
    return () => cancelAnimationFrame(again);
  }, [scheme]);
  return stage;
}
