import { BrowserWindow, screen } from 'electron';
import type Store from 'electron-store';
import { type AppSettings, SMALLEST_WINDOW } from '../../shared/settings.ts';
import { PAGE_URL } from './security.ts';

type Place = AppSettings['window'];

/** The remembered bounds, unless the display they were on is gone. */
function visiblePlace(place: Place): Place {
  const { x, y, width, height, maximized } = place;
  if (x === undefined || y === undefined) return place;
  const area = screen.getDisplayMatching({ x, y, width, height }).workArea;
  const seen = x < area.x + area.width && x + width > area.x && y >= area.y && y < area.y + area.height;
  return seen ? place : { width, height, maximized };
}

/** Opens the only window where it was last closed, and remembers where it is closed this time. */
export function openWindow(settings: Store<AppSettings>, preload: string): BrowserWindow {
  const { maximized, ...bounds } = visiblePlace(settings.get('window'));
  const window = new BrowserWindow({
    ...bounds,
    minWidth: SMALLEST_WINDOW.width,
    minHeight: SMALLEST_WINDOW.height,
    show: false,
    title: 'Postbench',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    settings.set('window', { ...window.getNormalBounds(), maximized: window.isMaximized() });
  });
  void window.loadURL(PAGE_URL);
  return window;
}
