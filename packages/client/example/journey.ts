// What a user's own project does with the package: type-checked and run from an installed tarball.
import {
  createMessageClient,
  MessageServiceError,
  type RouterOutputs,
  type StreamEvent,
} from '@message-service/client';

declare const process: { argv: string[] };

const [, , API = '', TOKEN = ''] = process.argv;
const say = (name: string, value: unknown) => console.log(JSON.stringify({ name, value }));

let lostAnswers = 0;
const tokens: boolean[] = [];
const client = createMessageClient({
  url: API,
  getToken: ({ refresh }) => {
    tokens.push(refresh);
    return refresh ? TOKEN : 'an.old.token';
  },
  // the answer to the first message is lost on the way
  fetch: async (input, init) => {
    const response = await fetch(input, init);
    if (!input.endsWith('/messages.send') || !response.ok || lostAnswers++ > 0) return response;
    await response.text();
    throw new TypeError('the line went dead');
  },
});

const codeOf = async (call: Promise<unknown>) => {
  const error = await call.catch((reason: unknown) => reason);
  return error instanceof MessageServiceError
    ? { code: error.code, paths: error.errors.map(({ path }) => path), traced: error.traceId !== undefined }
    : error;
};

const conversation: RouterOutputs['conversations']['create'] = await client.conversations.create.mutate({
  character_id: 'char_luna00001',
  tags: ['journey'],
});
const { conversation_id } = conversation;
say('conversation', { conversation_id, isDate: conversation.created_at instanceof Date });
say('tokens', tokens);

const sent = await client.messages.send.mutate({ conversation_id, content: { text: 'Is the lamp lit?' } });
say('sent', { message_id: sent.message_id, lostAnswers });

let text = '';
const indexes: number[] = [];
let end: StreamEvent | undefined;
for await (const event of client.sendAndStream({ conversation_id, content: { text: 'Tell me about the sea.' } })) {
  if (event.type === 'token') {
    text += event.text;
    indexes.push(event.index);
    if (event.index === 0) say('streaming', null);
  }
  if (event.type === 'restart') {
    text = '';
    indexes.length = 0;
  }
  end = event;
}
const reply_message_id = end?.type === 'completed' ? end.reply_message_id : '';
const reply = await client.messages.get.query({ message_id: reply_message_id });
say('reply', {
  same: reply.content.text === text,
  inOrder: indexes.every((index, i) => index === i),
  tokens: indexes.length,
});

say('missing', await codeOf(client.conversations.get.query({ conversation_id: 'conv_missing001' })));
say('invalid', await codeOf(client.conversations.create.mutate({ character_id: 'luna' })));
say('forbidden', await codeOf(client.admin.queueStatus.query()));
say('aborted', await codeOf(client.conversations.list.query({}, { signal: AbortSignal.abort() })));

const leave = new AbortController();
const live = client.conversations.live.subscribe(undefined, { signal: leave.signal });
const renamed = client.conversations.update.mutate({ conversation_id, title: 'Renamed' });
const changes = setInterval(() => client.conversations.update.mutate({ conversation_id, title: 'Renamed' }), 100);
for await (const { conversation_ids } of live) {
  say('live', conversation_ids.includes((await renamed).conversation_id));
  break;
}
clearInterval(changes);
leave.abort();
