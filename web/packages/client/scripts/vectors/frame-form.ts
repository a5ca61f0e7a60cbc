/** How frames.json shows a frame: its name, and its fields by the names of tests/Vectors/SOURCES.md. */
import { roleNumber, writeGrant } from '../../src/keys/grant.ts';
import { PROOF_KEYS } from '../../src/keys/proof.ts';
import { toHex } from '../../src/wire/bytes.ts';
import type { ClientFrame, Join, ServerFrame, Subject } from '../../src/wire/frames.ts';
import { INCARNATION_NONE } from '../../src/wire/ids.ts';
import { Writer } from '../../src/wire/writer.ts';

export type Form = Record<string, unknown>;

export function clientForm(frame: ClientFrame): Form {
  switch (frame.kind) {
    case 'hello': {
      const { versionMin, versionMax, agent } = frame;
      return { name: 'Hello', versionMin, versionMax, agent };
    }
    case 'join':
      return joinForm(frame);
    case 'append':
      return { name: 'Append', handle: frame.handle, entry: toHex(frame.entry) };
    case 'ephemeral':
      return { name: 'SendEphemeral', handle: frame.handle, message: toHex(frame.message) };
    case 'leave':
      return { name: 'Leave', handle: frame.handle };
    case 'ping':
      return { name: 'Ping', token: toHex(frame.token) };
  }
}

export function serverForm(frame: ServerFrame): Form {
  switch (frame.kind) {
    case 'welcome':
      return {
        name: 'Welcome',
        version: frame.version,
        challenge: toHex(frame.challenge),
        server: frame.server,
        audience: frame.audience,
        entrySizeMax: frame.entryMax,
        ephemeralSizeMax: frame.ephemeralMax,
        messageSizeMax: frame.messageMax,
        channelCountMax: frame.channelsMax,
        idleSeconds: frame.idleSeconds,
      };
    case 'joined':
      return {
        name: 'Joined',
        request: frame.request,
        handle: frame.handle,
        role: roleNumber(frame.role),
        descriptor: toHex(frame.descriptor),
        incarnation: frame.incarnation,
        head: frame.head,
        epoch: frame.epoch,
        lastCounter: frame.lastCounter,
        sizeBytes: frame.bytes,
        sizeMaxBytes: frame.bytesMax,
      };
    case 'entry':
      return { name: 'Entry', handle: frame.handle, seq: frame.seq, bytes: toHex(frame.entry) };
    case 'ack': {
      const { handle, firstCounter, firstSeq, count } = frame;
      return { name: 'Ack', handle, firstCounter, firstSeq, count };
    }
    case 'ephemeral':
      return { name: 'Ephemeral', handle: frame.handle, message: toHex(frame.message) };
    case 'live':
      return { name: 'Live', handle: frame.handle, seq: frame.seq };
    case 'refused': {
      const { code, detail, sentence } = frame;
      return { name: 'Refused', ...subjectForm(frame.subject), code, detail, sentence };
    }
    case 'ended':
      return { name: 'Ended', handle: frame.handle, code: frame.code, sentence: frame.sentence };
    case 'pong':
      return { name: 'Pong', token: toHex(frame.token) };
    case 'go-away': {
      const { code, retryAfterMs, sentence } = frame;
      return { name: 'GoAway', code, retryAfterMs, sentence };
    }
  }
}

function joinForm(join: Join): Form {
  const { cursor } = join;
  return {
    name: 'Join',
    request: join.request,
    channel: join.channelId,
    by: PROOF_KEYS.indexOf(join.by) + 1,
    signature: toHex(join.signature),
    ...(join.descriptor && { descriptor: toHex(join.descriptor) }),
    ...(join.grant && { grant: toHex(writeGrant(new Writer(), join.grant).done()) }),
    history: join.history,
    incarnation: cursor.kind === 'seq' ? cursor.incarnation : INCARNATION_NONE,
    after: cursor.kind === 'seq' ? cursor.seq : 0,
    ...(cursor.kind === 'clock' && { clock: [...cursor.clock] }),
  };
}

function subjectForm(subject: Subject): Form {
  switch (subject.kind) {
    case 'join':
      return { subject: 1, number: subject.request, counter: 0 };
    case 'append':
      return { subject: 2, number: subject.handle, counter: subject.counter };
    case 'channel':
      return { subject: 3, number: subject.handle, counter: 0 };
  }
}
