-- The first store. Times are Unix milliseconds; author ids are their 8 bytes as a signed number.

-- One row about all of it. Runs above indexed_run are not in segment, author, snapshot, attest and epoch yet, nor
-- counted here and in channel: they are read again when the store is opened.
CREATE TABLE store (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  incarnation BLOB NOT NULL,
  is_backup INTEGER NOT NULL,
  indexed_run INTEGER NOT NULL,
  entry_count INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL
) STRICT;

-- Numbers count from 1 without gaps: channels are never removed.
CREATE TABLE channel (
  no INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  descriptor BLOB NOT NULL,
  head INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  epoch_since INTEGER NOT NULL
) STRICT;

-- last_counter is 0 for one who was removed before it ever wrote.
CREATE TABLE author (
  channel INTEGER NOT NULL,
  id INTEGER NOT NULL,
  last_counter INTEGER NOT NULL,
  is_removed INTEGER NOT NULL,
  PRIMARY KEY (channel, id)
) STRICT, WITHOUT ROWID;

-- The entries of one channel in one commit. Always appended at the end, so a commit writes few pages.
-- entries: (seq − first_seq) varint ‖ length varint ‖ entry, repeated.
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  channel INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  accepted INTEGER NOT NULL,
  entries BLOB NOT NULL
) STRICT;

-- Where entries are and what their headers say, for a stretch of a channel. authors comes before entries, so that a
-- stretch can be passed over without reading on. has_landmarks: it has a grant, an epoch or a snapshot.
-- authors: count varint ‖ count × (author 8 ‖ least counter varint ‖ greatest counter varint).
-- entries: seq gap ‖ author's place in authors ‖ counter gap ‖ kind u8 ‖ run step ‖ length, varints, repeated.
CREATE TABLE segment (
  channel INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  entry_count INTEGER NOT NULL,
  has_landmarks INTEGER NOT NULL,
  authors BLOB NOT NULL,
  entries BLOB NOT NULL,
  PRIMARY KEY (channel, first_seq)
) STRICT, WITHOUT ROWID;

-- is_live: no other supersedes it. is_spent: what it let go was removed.
CREATE TABLE snapshot (
  channel INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  id BLOB NOT NULL,
  accepted INTEGER NOT NULL,
  author INTEGER NOT NULL,
  counter INTEGER NOT NULL,
  is_live INTEGER NOT NULL,
  is_spent INTEGER NOT NULL,
  covers BLOB NOT NULL,
  PRIMARY KEY (channel, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX snapshot_id ON snapshot (channel, id);
CREATE INDEX snapshot_unspent ON snapshot (accepted) WHERE is_spent = 0;

CREATE TABLE attest (
  channel INTEGER NOT NULL,
  snapshot_seq INTEGER NOT NULL,
  author INTEGER NOT NULL,
  PRIMARY KEY (channel, snapshot_seq, author)
) STRICT, WITHOUT ROWID;

CREATE TABLE epoch (
  channel INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  run INTEGER NOT NULL,
  PRIMARY KEY (channel, epoch)
) STRICT, WITHOUT ROWID;
