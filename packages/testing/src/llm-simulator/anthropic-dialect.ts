import type { Dialect, Reply } from './dialect.ts';

const frame = (type: string, members: string) => `event: ${type}\ndata: {"type":"${type}"${members}}\n\n`;

const STOP_REASONS = { stop: 'end_turn', length: 'max_tokens', content_filter: 'refusal' } as const;
const stopReason = (reply: Reply) => JSON.stringify(STOP_REASONS[reply.finish]);

const message = (reply: Reply, content: string, stop: string, usage: string) =>
  `{"id":${JSON.stringify(reply.id)},"type":"message","role":"assistant","model":${JSON.stringify(reply.model)},` +
  `"content":${content},"stop_reason":${stop},"stop_sequence":null,"usage":${usage}}`;

/** What is read from the cache is not counted among the input tokens. */
const prompt = ({ usage: figures }: Reply): string => {
  const cached = figures?.cached ?? 0;
  if (!figures || cached === 0) return `"input_tokens":${figures?.prompt ?? '0'}`;
  return `"input_tokens":${Number(figures.prompt) - cached},"cache_read_input_tokens":${cached}`;
};

const usage = (reply: Reply) => `{${prompt(reply)},"output_tokens":${reply.usage?.completion ?? '0'}}`;

const errorType = (status: number) => {
  if (status === 429) return 'rate_limit_error';
  if (status === 401) return 'authentication_error';
  return status < 500 ? 'invalid_request_error' : 'api_error';
};

/** The wire form of `POST /v1/messages`. */
export const anthropicDialect: Dialect = {
  streamStart: (reply) =>
    frame('message_start', `,"message":${message(reply, '[]', 'null', `{${prompt(reply)},"output_tokens":1}`)}`) +
    frame('content_block_start', ',"index":0,"content_block":{"type":"text","text":""}'),
  streamText: (_reply, words) =>
    words
      .map((word) =>
        frame('content_block_delta', `,"index":0,"delta":{"type":"text_delta","text":${JSON.stringify(word)}}`),
      )
      .join(''),
  streamEnd: (reply, ending) =>
    frame('content_block_stop', ',"index":0') +
    (ending.finish
      ? frame(
          'message_delta',
          `,"delta":{"stop_reason":${stopReason(reply)},"stop_sequence":null},"usage":{"output_tokens":${reply.usage?.completion ?? '0'}}`,
        )
      : '') +
    (ending.done ? frame('message_stop', '') : ''),
  streamError: () => frame('error', ',"error":{"type":"api_error","message":"The server had an error"}'),
  whole: (reply, text, ending) =>
    message(
      reply,
      `[{"type":"text","text":${JSON.stringify(text)}}]`,
      ending.finish ? stopReason(reply) : 'null',
      usage(reply),
    ),
  error: (status, text) => JSON.stringify({ type: 'error', error: { type: errorType(status), message: text } }),
};
