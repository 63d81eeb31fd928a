/** Every character that some layer of a receiver takes for something else. */
export const SPECIAL = 'a+b & c=d % e#f "g" \'h\' <i>';
