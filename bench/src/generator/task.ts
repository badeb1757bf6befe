import { z } from 'zod';

const Sender = z.object({ authorization: z.string(), conversation_id: z.string() });
export type Sender = z.infer<typeof Sender>;

/** Requests that connections send one after the other, each as soon as the one before is answered. */
export const LoopTask = z.object({
  kind: z.literal('loop'),
  url: z.string(),
  connections: z.int().min(1),
  seconds: z.number().positive(),
  request: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('get'), path: z.string(), authorization: z.string().optional() }),
    /** Every message has a text and a key of its own; connection n writes as sender n. */
    z.object({ kind: z.literal('send'), senders: z.array(Sender).min(1) }),
  ]),
});
export type LoopTask = z.infer<typeof LoopTask>;

/** Messages at a fixed pace, whatever becomes of them, each followed until Redis says that its reply is stored. */
export const ReplyTask = z.object({
  kind: z.literal('replies'),
  url: z.string(),
  seconds: z.number().positive(),
  perSecond: z.number().positive(),
  senders: z.array(Sender).min(1),
  redisUrl: z.string(),
  /** Channels are this and the message's id. */
  channelPrefix: z.string(),
});
export type ReplyTask = z.infer<typeof ReplyTask>;

/** The same message body sent as often as told, all at once, in turn to each address. */
export const BurstTask = z.object({
  kind: z.literal('burst'),
  urls: z.array(z.string()).min(1),
  count: z.int().min(1),
  sender: Sender,
});
export type BurstTask = z.infer<typeof BurstTask>;

/** Answers of the stamping model, each read by so many readers: of the service, or of a relay that has no senders. */
export const StreamTask = z.object({
  kind: z.literal('streams'),
  from: z.enum(['service', 'relay']),
  url: z.string(),
  seconds: z.number().positive(),
  /** Null: one of each sender, all at once. */
  perSecond: z.number().positive().nullable(),
  readers: z.int().min(1),
  senders: z.array(Sender),
  llm: z.object({ provider: z.string() }).optional(),
});
export type StreamTask = z.infer<typeof StreamTask>;

export const Task = z.discriminatedUnion('kind', [LoopTask, ReplyTask, BurstTask, StreamTask]);
export type Task = z.infer<typeof Task>;

export const TaskResult = z.object({
  seconds: z.number(),
  /** Milliseconds of each operation that ended as wanted. */
  latenciesMs: z.instanceof(Float64Array),
  /** Answers by status; `error` where there was none. */
  statuses: z.record(z.string(), z.int()),
});
export type TaskResult = z.infer<typeof TaskResult>;
