import { type MessagePort, workerData } from 'node:worker_threads';
import { type FileKind, readYamlHere } from './file-kinds.ts';

/** A text that the worker reads. */
export interface YamlJob {
  kind: FileKind;
  file: string;
  text: string;
}

/** How the engine and the worker reach each other; the counter rises once when the worker is ready and at each result. */
export interface YamlWorkerData {
  port: MessagePort;
  counter: Int32Array<SharedArrayBuffer>;
}

const { port, counter } = workerData as YamlWorkerData;
const count = () => {
  Atomics.add(counter, 0, 1);
  Atomics.notify(counter, 0);
};

port.on('message', ({ kind, file, text }: YamlJob) => {
  port.postMessage(readYamlHere(kind, file, text));
  count();
});
count();
