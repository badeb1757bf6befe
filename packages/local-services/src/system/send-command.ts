import net from 'node:net';
import { BSON, type Document } from 'bson';
import { createFrameSplitter, mongoFrames, OP_MSG } from './frames.ts';

/** Sends one command to a MongoDB server and gives its reply, for the few things done before there is a driver. */
export function sendCommand(port: number, command: Document, timeoutMs = 5_000): Promise<Document> {
  const body = BSON.serialize(command);
  const head = Buffer.alloc(21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(1, 4);
  head.writeInt32LE(OP_MSG, 12);
  return new Promise((resolve, reject) => {
    const splitter = createFrameSplitter(mongoFrames);
    const socket = net.connect(port, '127.0.0.1', () => socket.write(Buffer.concat([head, body])));
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(timeoutMs, () => fail(new Error('no reply')));
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('connection closed')));
    socket.on('data', (chunk) => {
      const [frame] = splitter.push(chunk);
      if (!frame) return;
      resolve(BSON.deserialize(frame.subarray(21)));
      socket.destroy();
    });
  });
}
