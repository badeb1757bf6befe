/** Why a peer's bytes were refused; the socket is closed, nothing is answered. */
export class FrameError extends Error {}

export type FrameFormat = {
  headerBytes: number;
  maxBytes: number;
  frameLength: (buffer: Buffer, offset: number) => number;
};

export const MAX_CLIENT_FRAME = 48_000_000 + 16_384;

export const OP_QUERY = 2004;
export const OP_MSG = 2013;
const OP_REPLY = 1;

/** MongoDB's wire frames; an operation that nobody uses any more counts as a bad length, so that garbage ends at once. */
export const mongoFrames: FrameFormat = {
  headerBytes: 16,
  maxBytes: MAX_CLIENT_FRAME,
  frameLength: (buffer, offset) => {
    const opCode = buffer.readInt32LE(offset + 12);
    return opCode === OP_MSG || opCode === OP_QUERY || opCode === OP_REPLY ? buffer.readInt32LE(offset) : -1;
  },
};

export const postgresFrames: FrameFormat = {
  headerBytes: 5,
  maxBytes: 0x3fffffff,
  frameLength: (buffer, offset) => 1 + buffer.readInt32BE(offset + 1),
};

export type FrameSplitter = { push: (chunk: Buffer) => Buffer[]; pendingBytes: () => number };

/**
 * Cuts a byte stream into length-prefixed frames. A frame that arrives in many chunks is joined once, when whole.
 * Throws FrameError on a length that the format does not allow, before any of that frame's bytes are kept.
 */
export function createFrameSplitter(format: FrameFormat): FrameSplitter {
  let parts: Buffer[] = [];
  let total = 0;
  let needed = format.headerBytes;

  function push(chunk: Buffer): Buffer[] {
    parts.push(chunk);
    total += chunk.length;
    const frames: Buffer[] = [];
    if (total < needed) return frames;
    const buffer = parts.length === 1 ? chunk : Buffer.concat(parts, total);
    let offset = 0;
    needed = format.headerBytes;
    while (buffer.length - offset >= format.headerBytes) {
      const length = format.frameLength(buffer, offset);
      if (length < format.headerBytes || length > format.maxBytes) throw new FrameError(`frame of ${length} bytes`);
      if (buffer.length - offset < length) {
        needed = length;
        break;
      }
      frames.push(buffer.subarray(offset, offset + length));
      offset += length;
    }
    const rest = buffer.subarray(offset);
    parts = rest.length > 0 ? [rest] : [];
    total = rest.length;
    return frames;
  }

  return { push, pendingBytes: () => total };
}
