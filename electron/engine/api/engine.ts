import type { Engine } from '../engine.ts';
import { follow, followChanges } from './change-stream.ts';
import { os, type Section } from './implementer.ts';

/** The state of the engine, its receiver, and its settings. */
export function engineRouter(engine: Engine): Section<'engine'> {
  const { receiver, settings } = engine;
  return {
    follow: os.engine.follow.handler(({ signal }) =>
      follow({
        signal,
        subscribe: (listener) => engine.onView(listener),
        read: followChanges(
          () => engine.view(),
          (view) => JSON.stringify(view),
        ),
      }),
    ),
    restartReceiver: os.engine.restartReceiver.handler(() => receiver.restart()),
    certificate: os.engine.certificate.handler(() => receiver.certificate.view ?? null),
    confirmBind: os.engine.confirmBind.handler(({ input }) => receiver.confirmBind(input.endpoint)),
    setResponses: os.engine.setResponses.handler(({ input }) => {
      receiver.responses.set('user', input.responses);
      return receiver.view();
    }),
    setSynchronous: os.engine.setSynchronous.handler(({ input }) => {
      engine.setSynchronous(input.synchronous);
      return input;
    }),
    theme: os.engine.theme.handler(() => settings.theme),
    setTheme: os.engine.setTheme.handler(({ input }) => {
      settings.theme = input.theme;
      return input.theme;
    }),
  };
}
