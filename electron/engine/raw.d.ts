/** The build embeds the text of all files that match a pattern into the program, by their paths. */
interface ImportMeta {
  glob(pattern: string, options: { query: '?raw'; import: 'default'; eager: true }): Record<string, string>;
}

/** The build embeds the text of a file into the program. */
declare module '*?raw' {
  const text: string;
  export default text;
}
