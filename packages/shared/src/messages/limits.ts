/** Hard bound of a message's text in code points; a deployment may set a lower one. */
export const MAX_MESSAGE_LENGTH = 50_000;
