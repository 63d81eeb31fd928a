import { useMantineColorScheme } from '@mantine/core';
import { useEffect, useEffectEvent } from 'react';
import { THEMES, type Theme } from '../../shared/contract/engine.ts';
import { client, useConnection } from '../state/connection.ts';
import { attempt, attemptQuietly } from '../state/notify.ts';

export const THEME_WORDS: Record<Theme, string> = {
  system: 'System',
  light: 'Light',
  dark: 'Dark',
};

export { THEMES };

const toScheme = (theme: Theme) => (theme === 'system' ? 'auto' : theme);

/** The theme in force and how to change it. The engine keeps it; the page remembers it so as not to flash. */
export function useTheme(): { theme: Theme; setTheme: (theme: Theme) => void } {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const setTheme = (theme: Theme) => {
    setColorScheme(toScheme(theme));
    void attempt(() => client.engine.setTheme({ theme }));
  };
  return { theme: colorScheme === 'auto' ? 'system' : colorScheme, setTheme };
}

/** Takes the theme from the engine each time it is reached. */
export function useStoredTheme(): void {
  const { setColorScheme } = useMantineColorScheme();
  const generation = useConnection((state) => state.generation);
  const take = useEffectEvent(async () => setColorScheme(toScheme(await client.engine.theme())));
  useEffect(() => {
    if (generation > 0) void attemptQuietly(take);
  }, [generation]);
}
