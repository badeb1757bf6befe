import { Client } from 'undici';
import type { Sender } from './task.ts';

export type Answer = { status: number | 'error'; body: string };
export type Connection = {
  get(path: string, authorization?: string): Promise<Answer>;
  send(sender: Sender): Promise<Answer>;
  close(): Promise<void>;
};

const FILLER = 'and tell me again how the lights of the harbour looked when you came in from the sea that night.';
let messages = 0;

const newMessage = ({ conversation_id }: Sender): string => {
  const n = `${process.pid}-${messages++}`;
  const text = `Message ${n}: good evening, ${FILLER}`;
  return JSON.stringify({ conversation_id, content: { text }, client_metadata: { client_msg_id: n } });
};

/** One connection that is kept alive, with one request on it at a time. Nothing of an answer is looked at unless asked. */
export const connect = (url: string, { keepBodies = false } = {}): Connection => {
  const client = new Client(url, { pipelining: 1 });
  const request = (method: 'GET' | 'POST', path: string, headers: Record<string, string>, body?: string) =>
    new Promise<Answer>((resolve) => {
      const answer: Answer = { status: 'error', body: '' };
      client.dispatch(
        { method, path, headers, body: body ?? null },
        {
          onRequestStart: () => undefined,
          onResponseStart: (_controller, status) => {
            answer.status = status;
          },
          onResponseData: (_controller, chunk) => {
            if (keepBodies) answer.body += chunk.toString();
          },
          onResponseEnd: () => resolve(answer),
          onResponseError: (_controller, error) => resolve({ status: 'error', body: error.message }),
        },
      );
    });
  return {
    get: (path, authorization) => request('GET', path, authorization === undefined ? {} : { authorization }),
    send: (sender) =>
      request(
        'POST',
        '/messages',
        { authorization: sender.authorization, 'content-type': 'application/json' },
        newMessage(sender),
      ),
    close: () => client.close(),
  };
};
