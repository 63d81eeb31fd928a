import { join, resolve } from 'node:path';
import { app, dialog, session } from 'electron';
import Store from 'electron-store';
import { type AppSettings, SETTINGS_NAME, SETTINGS_SCHEMA } from '../../shared/settings.ts';
import { printableText } from '../../shared/terminal-text.ts';
import { WINDOW_READY } from '../../shared/window-ready.ts';
import { askToBind } from './ask-to-bind.ts';
import { askToRun } from './ask-to-run.ts';
import { EngineHost } from './engine-host.ts';
import type { EngineMessage } from './messages.ts';
import { lockDown, registerScheme, servePage } from './security.ts';
import { openWindow } from './window.ts';

const here = import.meta.dirname;
const DATA_OPTION = '--data-dir=';

function dataFolder(): string {
  const given = process.argv.find((argument) => argument.startsWith(DATA_OPTION));
  if (given !== undefined) app.setPath('userData', resolve(given.slice(DATA_OPTION.length)));
  return app.getPath('userData');
}

/** Tells the command that waits for the window that the screen is shown. */
function announce(): void {
  process.stdout.write(`${WINDOW_READY}\n`);
}

function start(): void {
  const folder = dataFolder();
  if (!app.requestSingleInstanceLock()) {
    // The window that is already open comes to the front, which is what the user wants.
    announce();
    app.exit(0);
    return;
  }
  registerScheme();
  void app.whenReady().then(() => run(folder));
}

function run(folder: string): void {
  const settings = new Store<AppSettings>({
    cwd: folder,
    name: SETTINGS_NAME,
    schema: SETTINGS_SCHEMA,
    clearInvalidConfig: true,
  });
  lockDown(app, session.defaultSession);
  servePage(session.defaultSession, join(here, '..', 'renderer'));

  let loaded = false;
  let engineReady = false;
  let announced = false;
  const announceWhenShown = () => {
    if (!loaded || !engineReady || announced) return;
    announced = true;
    announce();
  };
  const onMessage = (message: EngineMessage) => {
    if (message.type === 'ready') {
      engineReady = true;
      announceWhenShown();
      return;
    }
    if (message.type === 'ask-to-run' || message.type === 'ask-to-bind') {
      const { question } = message;
      const asked = message.type === 'ask-to-run' ? askToRun(window, message) : askToBind(window, message);
      asked.then(
        (allowed) => engine.answer(question, allowed),
        () => engine.answer(question, false),
      );
      return;
    }
    process.stderr.write(`${printableText(`${message.title} ${message.text}`)}\n`);
    if (loaded) dialog.showErrorBox(message.title, message.text);
    app.exit(message.exit);
  };
  const engine = new EngineHost(join(here, 'engine-process.js'), folder, onMessage);
  const window = openWindow(settings, join(here, '..', 'preload', 'preload.cjs'));
  window.webContents.on('did-finish-load', () => {
    loaded = true;
    engine.connect(window.webContents);
    announceWhenShown();
  });

  let closing = false;
  void engine.exited.then((code) => {
    if (closing) return;
    if (engineReady)
      dialog.showErrorBox(
        'The engine has stopped.',
        'Start Postbench again. Nothing that was captured is lost.',
      );
    app.exit(code === 0 ? 3 : code);
  });
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (closing) return;
    closing = true;
    event.preventDefault();
    void engine.close().then(() => app.exit(0));
  });
}

start();
