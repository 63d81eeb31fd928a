/** Said beside an unknown name, since no list of the platform is complete. */
export const certaintyOfNames = ', and it adds more on request';
