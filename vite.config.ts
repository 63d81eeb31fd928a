import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import manifest from './package.json' with { type: 'json' };

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const OUTSIDE = [/^node:/, 'electron'];

/** One configuration for all builds and for vitest: the page, the Node programs, the sandboxed preload. */
export default defineConfig({
  resolve: {
    // yazl and yauzl require it, and would get the module for `import`, which is not the function.
    alias: { 'buffer-crc32': here('./node_modules/buffer-crc32/dist/index.cjs') },
  },
  root: here('./renderer'),
  base: './',
  plugins: [react()],
  define: { POSTBENCH_VERSION: JSON.stringify(manifest.version) },
  environments: {
    client: {
      build: {
        outDir: here('./dist/renderer'),
        emptyOutDir: true,
        // The largest chunk is the whole app; it loads from disk, not over a network.
        chunkSizeWarningLimit: 2000,
        rolldownOptions: {
          output: {
            // In one chunk, so that Zod is set up before a chunk that is loaded first makes a schema.
            codeSplitting: {
              groups: [{ name: 'zod', test: /[\\/]node_modules[\\/]zod[\\/]|zod-without-eval/ }],
            },
          },
        },
      },
    },
    node: {
      consumer: 'server',
      resolve: { noExternal: true, conditions: ['node', 'import', 'default'] },
      build: {
        ssr: true,
        target: 'node22',
        outDir: here('./dist/node'),
        emptyOutDir: true,
        copyPublicDir: false,
        rolldownOptions: {
          input: {
            cli: here('./electron/cli/cli.ts'),
            main: here('./electron/desktop/main.ts'),
            'engine-process': here('./electron/desktop/engine-process.ts'),
            'search-worker': here('./electron/engine/capture-search/search-worker.ts'),
            'yaml-worker': here('./electron/engine/workspace/yaml-worker.ts'),
          },
          external: OUTSIDE,
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true },
      build: {
        ssr: true,
        target: 'node22',
        outDir: here('./dist/preload'),
        emptyOutDir: true,
        copyPublicDir: false,
        rolldownOptions: {
          input: { preload: here('./electron/desktop/preload.ts') },
          external: OUTSIDE,
          // A sandboxed preload must be CommonJS.
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments)) {
        if (environment.name !== 'ssr') await builder.build(environment);
      }
    },
  },
  test: {
    root: here('.'),
    environment: 'node',
    // Vitest leaves one processor free, which is half of a machine with two.
    maxWorkers: availableParallelism(),
    // The linter's and the world's large inputs make much that is soon gone: a larger nursery saves a fifth of their time.
    execArgv: ['--max-semi-space-size=64'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    include: ['test/unit/**/*.test.ts', 'test/integration/**/*.test.ts'],
    env: { ELECTRON_OVERRIDE_DIST_PATH: '/nonexistent' },
    alias: { electron: here('./test/fixtures/electron-stub.ts') },
    server: { deps: { inline: ['electron-store'] } },
  },
});
