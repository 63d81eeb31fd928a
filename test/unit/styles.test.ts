import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../renderer');

interface Declaration {
  property: string;
  value: string;
}

/** A file of styles: its selectors one by one, and what it declares. */
interface Sheet {
  file: string;
  lines: number;
  selectors: string[];
  declarations: Declaration[];
}

/** The files of styles as they stand: comments left out, at-rules unwrapped, a list of selectors taken apart. */
const sheets: Sheet[] = globSync('**/*.css', { cwd: root }).map((file) => {
  const text = readFileSync(join(root, file), 'utf8');
  const bare = text.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const selectors = [...bare.matchAll(/([^{};]+)\{/g)]
    .map(([, selector]) => selector!.trim())
    .filter((selector) => !/^(@|from$|to$|\d)/.test(selector))
    .flatMap((selector) => selector.split(/,(?![^(]*\))/).map((one) => one.trim()));
  const declarations = [...bare.matchAll(/(?<=[{;]\s*)([\w-]+)\s*:\s*([^;{}]+)(?=[;}])/g)].map(
    ([, property, value]) => ({ property: property!, value: value!.trim() }),
  );
  return { file, lines: text.split('\n').length - 1, selectors, declarations };
});

/** Our own classes in a selector: those of Mantine and of the editor have other owners. */
function classesIn(selector: string): string[] {
  const plain = selector.replaceAll(/"[^"]*"/g, '');
  return [...plain.matchAll(/\.([A-Za-z][\w-]*)/g)]
    .map(([, name]) => name!)
    .filter((name) => !/^(mantine-|cm-)/.test(name));
}

/** What the classes of a file begin with: the feature's name, or one of its parts; theme/ is everybody's. */
const PREFIXES: Record<string, readonly string[]> = {
  'features/attempt': ['attempt'],
  'features/checks': ['checks'],
  'features/checks/setup': ['setup'],
  'features/receiver': ['receiver'],
  'features/receiver/endpoints': ['endpoints'],
  'features/receiver/replay': ['replay'],
  'features/receiver/export': ['export'],
  'features/receiver/list': ['captures'],
  'features/receiver/marks': ['marks'],
  'features/receiver/rules': ['rules'],
  'features/sending': ['sending'],
  'features/simulator': ['simulator', 'world'],
  'features/simulator/guide': ['guide'],
  'features/simulator/hand': ['hand'],
  'features/simulator/run': ['run'],
  'features/simulator/timeline': ['timeline'],
  'features/templates': ['templates'],
  shell: ['shell'],
  'shell/clock': ['clock'],
};

const SPACING = /^(padding|margin|gap|row-gap|column-gap)(-|$)/;
/** Parts of a length that follow the tokens: a token, nothing, a share of the room, or sums of these. */
const FROM_TOKENS = /^(?:var\(--[\w-]+\)|0|auto|[\d.]+%|calc\((?:var\(--[\w-]+\)|-1 \* |[+\- ])+\))$/;
/** "0 calc(-1 * var(--s-4))" -> "0", "calc(-1 * var(--s-4))" */
const partsOf = (value: string) => value.match(/(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+/g) ?? [];
const COLOUR = /#[0-9a-f]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|oklch|lab)\(/i;

describe('the styles', () => {
  it('are found', () => {
    expect(sheets.length).toBeGreaterThan(15);
    expect(sheets.flatMap(({ selectors }) => selectors).length).toBeGreaterThan(500);
    expect(sheets.flatMap(({ declarations }) => declarations).length).toBeGreaterThan(1500);
  });

  it('take every space from the tokens', () => {
    const strays = sheets
      .filter(({ file }) => file !== 'theme/tokens.css')
      .flatMap(({ file, declarations }) =>
        declarations
          .filter(({ property }) => SPACING.test(property))
          .filter(({ value }) => !partsOf(value).every((part) => FROM_TOKENS.test(part)))
          .map(({ property, value }) => `${file}: ${property}: ${value}`),
      );
    expect(strays).toEqual([]);
  });

  it('take every colour from the tokens', () => {
    const strays = sheets
      .filter(({ file }) => file !== 'theme/tokens.css')
      .flatMap(({ file, declarations }) =>
        declarations
          .filter(({ value }) => COLOUR.test(value))
          .map(({ property, value }) => `${file}: ${property}: ${value}`),
      );
    expect(strays).toEqual([]);
  });

  it('give no class a name of fewer than four letters', () => {
    const short = sheets.flatMap(({ selectors }) => selectors.flatMap(classesIn));
    expect(short.filter((name) => name.length < 4)).toEqual([]);
  });

  it('style each class in one file', () => {
    const homes = new Map<string, Set<string>>();
    for (const { file, selectors } of sheets) {
      for (const name of selectors.flatMap(classesIn)) {
        homes.set(name, (homes.get(name) ?? new Set()).add(file));
      }
    }
    expect([...homes].filter(([, files]) => files.size > 1)).toEqual([]);
  });

  it('of a feature name only its own classes, and lean on Mantine and the editor only within them', () => {
    const strays = sheets.flatMap(({ file, selectors }) => {
      const prefixes = PREFIXES[dirname(file)];
      if (prefixes === undefined) return [];
      const own = (name: string) =>
        prefixes.some((prefix) => name === prefix || name.startsWith(`${prefix}-`));
      return selectors
        .filter((selector) => {
          const classes = classesIn(selector);
          return classes.length === 0 || !classes.every(own);
        })
        .map((selector) => `${file}: ${selector}`);
    });
    expect(strays).toEqual([]);
    const unknown = sheets
      .map(({ file }) => dirname(file))
      .filter((folder) => folder !== 'theme' && !(folder in PREFIXES));
    expect(unknown).toEqual([]);
  });

  it('stay under 400 lines a file', () => {
    expect(
      sheets.filter(({ lines }) => lines >= 400).map(({ file, lines }) => `${basename(file)}: ${lines}`),
    ).toEqual([]);
  });
});
