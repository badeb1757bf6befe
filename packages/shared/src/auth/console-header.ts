/** Every request that changes something on the strength of the session cookie carries this header and value. */
export const CONSOLE_HEADER = { name: 'x-requested-with', value: 'message-console' } as const;
