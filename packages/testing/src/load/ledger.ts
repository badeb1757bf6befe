/** One request to send a message and what was answered; `no-answer` when the connection broke. */
export type Attempt = {
  at: Date;
  user_id: string;
  conversation_id: string;
  client_msg_id: string;
  text: string;
  status: number | 'no-answer';
  retry_after: string | null;
  message_id?: string;
  sequence_number?: number;
  ms: number;
};

/** Every request and every answer of a run, for the checker. */
export type Ledger = { attempts: Attempt[]; add(attempt: Attempt): void; accepted(): Attempt[] };

export const createLedger = (): Ledger => {
  const attempts: Attempt[] = [];
  return {
    attempts,
    add: (attempt) => void attempts.push(attempt),
    accepted: () => attempts.filter((attempt) => attempt.status === 202),
  };
};
