/** A message is one or more frames, each with its length in front (docs/protocol/connection.md §4.1). */
import { concat } from './bytes.ts';
import { parse, type Parsed } from './reader.ts';
import { varint } from './writer.ts';

/**
 * Packs frames into as few messages of at most `messageBytesMax` as their order allows. A frame longer than that gets a
 * message of its own: the receiver says what is wrong with it.
 */
export function packFrames(frames: readonly Uint8Array[], messageBytesMax: number): Uint8Array[] {
  const messages: Uint8Array[] = [];
  let parts: Uint8Array[] = [];
  let bytes = 0;
  for (const frame of frames) {
    const length = varint(frame.length);
    if (parts.length > 0 && bytes + length.length + frame.length > messageBytesMax) {
      messages.push(concat(...parts));
      parts = [];
      bytes = 0;
    }
    parts.push(length, frame);
    bytes += length.length + frame.length;
  }
  if (parts.length > 0) messages.push(concat(...parts));
  return messages;
}

/** The frames of a message, as views into it. None is empty, and there is at least one. */
export function unpackFrames(message: Uint8Array): Parsed<Uint8Array[]> {
  return parse(message, (reader) => {
    const frames: Uint8Array[] = [];
    do {
      const at = reader.offset;
      const length = reader.varint() || reader.fail(at);
      frames.push(reader.bytes(length));
    } while (reader.remaining > 0);
    return frames;
  });
}
