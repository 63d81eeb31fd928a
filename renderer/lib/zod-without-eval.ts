import { config } from 'zod';

// Zod tries once whether it may compile schemas with `new Function`; the page's policy forbids that and would report it.
// Imported before anything that makes a schema.
config({ jitless: true });
