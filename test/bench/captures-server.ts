import { fastify } from 'fastify';
import { Receiver } from '../../electron/engine/receiver/receiver.ts';
import { CaptureStore } from '../../electron/engine/store/captures.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';

/** A server in a process of its own: `durable FOLDER` is the receiver, `bare` a Fastify that only reads and answers. */
const [kind, folder = ''] = process.argv.slice(2);

if (kind === 'durable') {
  const store = new CaptureStore(openDatabase(folder));
  const receiver = new Receiver({ store, port: 0, now: Date.now });
  await receiver.start();
  process.send?.(receiver.address);
} else {
  const server = fastify({ logger: false });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.all('/*', (_request, reply) => reply.type('text/plain; charset=utf-8').send('OK'));
  process.send?.(await server.listen({ host: '127.0.0.1', port: 0 }));
}
process.once('disconnect', () => process.exit(0));
