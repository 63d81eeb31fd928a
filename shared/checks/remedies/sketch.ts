/** Languages of code sketches. */
export const SKETCH_LANGUAGES = ['TypeScript', 'PHP', 'Python', 'SQL'] as const;
export type SketchLanguage = (typeof SKETCH_LANGUAGES)[number];

/** A few lines of code by language; not every language says every remedy. */
export type Sketch = Readonly<Partial<Record<SketchLanguage, string>>>;
