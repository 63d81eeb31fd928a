import { RPCHandler } from '@orpc/server/message-port';
import type { MessageEvent, ParentPort } from 'electron';
import { ERROR_EXITS, messageOf, PostbenchError } from '../../shared/errors.ts';
import { createRouter } from '../engine/api/router.ts';
import type { AskToRun } from '../engine/checks/confirmed-commands.ts';
import type { AskToBind } from '../engine/confirmed-addresses.ts';
import { Engine } from '../engine/engine.ts';
import { type Log, logUncaught, openLog } from '../engine/log.ts';
import type { EngineMessage, HostMessage } from './messages.ts';

/** The engine in Electron's utilityProcess: opens once, then serves every port that it receives. */
export function hostEngine(parent: ParentPort, exit: (code: number) => void): void {
  let opened: Promise<{ engine: Engine; handler: RPCHandler<Record<never, never>> }> | undefined;
  let log: Log | undefined;
  const tell = (message: EngineMessage) => parent.postMessage(message);

  const questions = new Map<number, (allowed: boolean) => void>();
  let asked = 0;
  const ask = (messageOf: (question: number) => EngineMessage) => {
    asked += 1;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    questions.set(asked, resolve);
    tell(messageOf(asked));
    return promise;
  };
  const askToRun: AskToRun = ({ file, command }) =>
    ask((question) => ({ type: 'ask-to-run', question, file, command }));
  const askToBind: AskToBind = ({ workspace, endpoint, address }) =>
    ask((question) => ({ type: 'ask-to-bind', question, workspace, endpoint, address }));

  const open = async (dataFolder: string) => {
    log = openLog(dataFolder, 'desktop');
    logUncaught(log);
    const engine = await Engine.open({ dataFolder, port: 'default', log, askToRun, askToBind });
    return { engine, handler: new RPCHandler(createRouter(engine)) };
  };

  const fail = (error: unknown) => {
    const known = error instanceof PostbenchError;
    log?.error('The engine could not start.', { error });
    tell({
      type: 'failed',
      title: messageOf(error),
      text: known ? error.remedy : 'This is a bug in Postbench. Please report it.',
      exit: known ? ERROR_EXITS[error.code] : 3,
    });
  };

  parent.on('message', ({ data, ports }: MessageEvent) => {
    const message = data as HostMessage;
    if (message.type === 'open') {
      opened = open(message.dataFolder);
      opened.then(() => tell({ type: 'ready' }), fail);
    } else if (message.type === 'port') {
      const [port] = ports;
      if (port === undefined || opened === undefined) return;
      opened
        .then(({ handler }) => {
          handler.upgrade(port);
          port.start();
        })
        // The failure itself is reported above.
        .catch(() => port.close());
    } else if (message.type === 'allowed') {
      questions.get(message.question)?.(message.allowed);
      questions.delete(message.question);
    } else {
      void Promise.resolve(opened)
        .then((host) => host?.engine.close())
        .catch((error: unknown) => log?.error('The engine did not shut down cleanly.', { error }))
        .then(() => exit(0));
    }
  });
}

if (process.parentPort) hostEngine(process.parentPort, (code) => process.exit(code));
