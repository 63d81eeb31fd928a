import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Makes the npm package of the built command: dist/package with a manifest of its own, and the archive that
 * `npm install` takes. Everything is bundled, so it has no dependencies and runs nothing when it is installed. The
 * desktop window is not in it: that comes as an app.
 */
const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'dist');
const folder = join(dist, 'package');

interface Manifest {
  name: string;
  version: string;
  description: string;
  license: string;
  author: string;
  engines: Record<string, string>;
}

/** Programs that only Electron starts. */
const DESKTOP = new Set(['main.js', 'engine-process.js']);
/** Development dependencies that are bundled into the page. */
const IN_PAGE =
  /^node_modules\/(?:@mantine|@codemirror|@lezer|@tanstack|@floating-ui)\/|^node_modules\/(?:react|react-dom|scheduler|react-resizable-panels|tinykeys|zustand|clsx|style-mod|w3c-keyname|crelt)$/;

const text = (path: string) => readFileSync(join(root, path), 'utf8');

/** The license texts of what is bundled, since they ask to be passed on. */
function licenses(): string {
  const { packages } = JSON.parse(text('package-lock.json')) as {
    packages: Record<string, { version?: string; license?: string; dev?: boolean; optional?: boolean }>;
  };
  return Object.entries(packages)
    .filter(([path, { dev, optional }]) => path !== '' && ((!dev && !optional) || IN_PAGE.test(path)))
    .flatMap(([path, { version = '', license = '' }]) => {
      if (!existsSync(join(root, path))) return [];
      const file = readdirSync(join(root, path)).find((name) => /^(?:licen[cs]e|copying)/i.test(name));
      const head = `${path.replace(/^.*node_modules\//, '')} ${version} (${license})`;
      return [`${head}\n\n${file === undefined ? '' : text(join(path, file)).trim()}\n`];
    })
    .join(`\n${'-'.repeat(60)}\n\n`);
}

const { name, version, description, license, author, engines } = JSON.parse(text('package.json')) as Manifest;
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
cpSync(join(dist, 'node'), join(folder, 'node'), {
  recursive: true,
  filter: (path) => !DESKTOP.has(path.slice(join(dist, 'node').length + 1)),
});
cpSync(join(dist, 'renderer'), join(folder, 'renderer'), { recursive: true });
for (const file of ['LICENSE', 'README.md', 'CHANGELOG.md']) cpSync(join(root, file), join(folder, file));
writeFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), licenses());
const manifest = {
  name,
  version,
  description,
  license,
  author,
  type: 'module',
  bin: { postbench: 'node/cli.js' },
  engines,
};
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
execFileSync(npm, ['pack', folder, '--pack-destination', dist, '--ignore-scripts', '--silent'], {
  cwd: dist,
  stdio: ['ignore', 'ignore', 'inherit'],
  shell: process.platform === 'win32',
});
process.stdout.write(`${join(dist, `${name}-${version}.tgz`)}\n`);
