/** "1 byte", "2 bytes" */
export const bytesText = (count: number): string => `${count} ${count === 1 ? 'byte' : 'bytes'}`;
