import { fastify } from 'fastify';

/** A Fastify in a process of its own that only reads and answers: what a receiver costs without keeping anything. */
const server = fastify({ logger: false });
server.removeAllContentTypeParsers();
server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
server.all('/*', (_request, reply) => reply.type('text/plain; charset=utf-8').send('OK'));
process.send?.(await server.listen({ host: '127.0.0.1', port: 0 }));
process.once('disconnect', () => process.exit(0));
