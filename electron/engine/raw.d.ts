/** The build puts the text of a file into the program. */
declare module '*?raw' {
  const text: string;
  export default text;
}
