import type { Dialect, Reply } from './dialect.ts';

const frame = (json: string) => `data: ${json}\n\n`;

const head = (reply: Reply, object: string) =>
  `{"id":${JSON.stringify(reply.id)},"object":"${object}","created":${reply.createdSeconds},` +
  `"model":${JSON.stringify(reply.model)},"system_fingerprint":"sim"`;

const usage = (reply: Reply) => {
  if (!reply.usage) return 'null';
  const { prompt, completion, cached, reasoning } = reply.usage;
  const details =
    (cached > 0 ? `,"prompt_tokens_details":{"cached_tokens":${cached}}` : '') +
    (reasoning > 0 ? `,"completion_tokens_details":{"reasoning_tokens":${reasoning}}` : '');
  const total = Number(prompt) + Number(completion);
  return `{"prompt_tokens":${prompt},"completion_tokens":${completion},"total_tokens":${Number.isNaN(total) ? 'NaN' : total}${details}}`;
};

const chunk = (reply: Reply, delta: string, finish = 'null') =>
  frame(
    `${head(reply, 'chat.completion.chunk')},"choices":[{"index":0,"delta":${delta},"logprobs":null,"finish_reason":${finish}}]}`,
  );

const errorType = (status: number) => {
  if (status === 429) return 'rate_limit_error';
  return status < 500 ? 'invalid_request_error' : 'server_error';
};

/** The wire form of `POST /v1/chat/completions`. */
export const openAiDialect: Dialect = {
  streamStart: (reply) => chunk(reply, '{"role":"assistant","content":""}'),
  streamText: (reply, words) => words.map((word) => chunk(reply, `{"content":${JSON.stringify(word)}}`)).join(''),
  streamEnd: (reply, ending) => {
    const finish = ending.finish ? chunk(reply, '{}', JSON.stringify(reply.finish)) : '';
    const figures =
      reply.usage && reply.streamUsage
        ? frame(`${head(reply, 'chat.completion.chunk')},"choices":[],"usage":${usage(reply)}}`)
        : '';
    return finish + figures + (ending.done ? frame('[DONE]') : '');
  },
  streamError: () => frame('{"error":{"message":"The server had an error","type":"server_error","code":null}}'),
  whole: (reply, text, ending) =>
    `${head(reply, 'chat.completion')},"choices":[{"index":0,"message":{"role":"assistant","content":${JSON.stringify(text)}},` +
    `"logprobs":null,"finish_reason":${ending.finish ? JSON.stringify(reply.finish) : 'null'}}],"usage":${usage(reply)}}`,
  error: (status, message) => JSON.stringify({ error: { message, type: errorType(status), code: null } }),
};
