/** A reply of the stamping model: its first piece late enough that readers are there, the others no closer than is sent. */
export const FIRST_AFTER_MS = 250;
export const EVERY_MS = 30;
export const PIECES = 20;
