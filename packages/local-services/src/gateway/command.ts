import { BSON, type Document, Long, onDemand } from 'bson';
import { FrameError, OP_MSG, OP_QUERY } from '../system/frames.ts';
import { MongoFailure } from './errors.ts';

const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
const KNOWN_FLAGS = 0x1_00_03;

/** One command as it came: `body` and `sequences` are the client's own bytes, passed on untouched. */
export type Command = {
  name: string;
  db: string;
  collection: string;
  body: Buffer;
  sequences: Map<string, Buffer>;
  requestId: number;
  isLegacy: boolean;
  wantsReply: boolean;
  get: (key: string) => unknown;
};

type Element = { type: number; offset: number; length: number };

export const EXACT = { promoteValues: false, promoteLongs: false, bsonRegExp: true } as const;

function topLevel(body: Buffer): Map<string, Element> {
  const elements = new Map<string, Element>();
  for (const [type, nameOffset, nameLength, offset, length] of onDemand.parseToElements(body)) {
    elements.set(body.toString('utf8', nameOffset, nameOffset + nameLength), { type, offset, length });
  }
  return elements;
}

function decode(body: Buffer, { type, offset, length }: Element): unknown {
  const wrapped = Buffer.alloc(4 + 3 + length + 1);
  wrapped.writeInt32LE(wrapped.length, 0);
  wrapped[4] = type;
  wrapped[5] = 0x76;
  body.copy(wrapped, 7, offset, offset + length);
  return BSON.deserialize(wrapped, { promoteLongs: false, bsonRegExp: true }).v;
}

function buildCommand(
  body: Buffer,
  sequences: Map<string, Buffer>,
  frame: { requestId: number; isLegacy: boolean; wantsReply: boolean },
  legacyDb?: string,
): Command {
  const elements = topLevel(body);
  const name = elements.keys().next().value ?? '';
  const get = (key: string) => {
    const element = elements.get(key);
    return element && decode(body, element);
  };
  const db = legacyDb ?? get('$db');
  const target = elements.get(name)?.type === 2 ? get(name) : '';
  if (typeof db !== 'string' || db === '') throw new FrameError('no database');
  return { name, db, collection: String(target), body, sequences, get, ...frame };
}

function readMessage(frame: Buffer, requestId: number): Command {
  const flags = frame.readUInt32LE(16);
  if ((flags & 0xffff & ~KNOWN_FLAGS) !== 0) throw new FrameError(`unknown flags ${flags}`);
  const end = frame.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  const sequences = new Map<string, Buffer>();
  let body: Buffer | null = null;
  let offset = 20;
  while (offset < end) {
    const kind = frame[offset++];
    const length = frame.readInt32LE(offset);
    if (length < 5 || offset + length > end) throw new FrameError(`section of ${length} bytes`);
    const section = frame.subarray(offset, offset + length);
    if (kind === 0) body = section;
    else if (kind === 1) {
      const nameEnd = section.indexOf(0, 4);
      if (nameEnd < 0) throw new FrameError('section without a name');
      sequences.set(section.toString('utf8', 4, nameEnd), section.subarray(nameEnd + 1));
    } else throw new FrameError(`section kind ${kind}`);
    offset += length;
  }
  if (!body) throw new FrameError('no body');
  return buildCommand(body, sequences, { requestId, isLegacy: false, wantsReply: (flags & MORE_TO_COME) === 0 });
}

function readLegacyQuery(frame: Buffer, requestId: number): Command {
  const nameEnd = frame.indexOf(0, 20);
  const bodyStart = nameEnd + 9;
  if (nameEnd < 0 || bodyStart + 5 > frame.length) throw new FrameError('short query');
  const body = frame.subarray(bodyStart, bodyStart + frame.readInt32LE(bodyStart));
  return buildCommand(body, new Map(), { requestId, isLegacy: true, wantsReply: true }, 'admin');
}

/** Reads one wire frame. Throws FrameError, BSONError or RangeError when the bytes are not a command. */
export function readCommand(frame: Buffer): Command {
  const requestId = frame.readInt32LE(4);
  const opCode = frame.readInt32LE(12);
  if (opCode === OP_MSG) return readMessage(frame, requestId);
  if (opCode === OP_QUERY) return readLegacyQuery(frame, requestId);
  throw new FrameError(`operation ${opCode}`);
}

let nextReplyId = 1;

/** The header that goes before a reply's document. */
export function replyHeader(command: Command, documentLength: number): Buffer {
  const header = Buffer.alloc(command.isLegacy ? 36 : 21);
  header.writeInt32LE(header.length + documentLength, 0);
  header.writeInt32LE(nextReplyId, 4);
  header.writeInt32LE(command.requestId, 8);
  header.writeInt32LE(command.isLegacy ? 1 : OP_MSG, 12);
  if (command.isLegacy) {
    header.writeInt32LE(8, 16);
    header.writeInt32LE(1, 32);
  }
  nextReplyId = (nextReplyId + 1) & 0x7fffffff;
  return header;
}

/** `lsid:txnNumber`, the key of the engine's retry table, or null when the write is not retryable. */
export function retryKey(command: Command): string | null {
  const number = command.get('txnNumber');
  const session = command.get('lsid') as Document | undefined;
  if (!(number instanceof Long) || !session) return null;
  return `${Buffer.from(session.id.buffer).toString('hex')}:${number}`;
}

export function replyOk(fields: Document = {}): Uint8Array {
  return BSON.serialize({ ...fields, ok: 1 });
}

/** Cuts a document sequence into its documents. */
export function splitDocuments(sequence: Buffer): Buffer[] {
  const documents: Buffer[] = [];
  for (let offset = 0; offset < sequence.length; ) {
    const length = sequence.readInt32LE(offset);
    if (length < 5 || offset + length > sequence.length) throw new MongoFailure(9, 'FailedToParse', 'bad sequence');
    documents.push(sequence.subarray(offset, offset + length));
    offset += length;
  }
  return documents;
}
