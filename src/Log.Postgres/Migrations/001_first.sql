-- The first schema. Author ids are their 8 bytes as a signed number. All tables of entries begin with the channel, so
-- that they can be partitioned by it. Locks are taken in this order: rows of shard, by id; rows of channel, by no.

-- One row about all of it. Tokens that are granted are greater than token_floor.
CREATE TABLE store (
  id integer PRIMARY KEY CHECK (id = 1),
  incarnation bytea NOT NULL,
  token_floor bigint NOT NULL DEFAULT 0
);

-- What belongs to a shard: its lease (instance 0 for nobody; else 8 bytes as a signed number), and what its channels
-- hold together. Every commit changes some of these rows: half of a page is left free, so that it is done in place.
CREATE TABLE shard (
  id smallint PRIMARY KEY,
  token bigint NOT NULL,
  role smallint NOT NULL,
  node integer NOT NULL,
  instance bigint NOT NULL,
  channel_count bigint NOT NULL,
  entry_count bigint NOT NULL,
  size_bytes bigint NOT NULL
) WITH (fillfactor = 50);
INSERT INTO shard SELECT n, 0, 0, 0, 0, 0, 0, 0 FROM generate_series(0, 255) AS n;

-- Until when the leases of one life of a core run, by the database's clock: renewing them all is one row.
CREATE TABLE holder (
  role smallint NOT NULL,
  node integer NOT NULL,
  instance bigint NOT NULL,
  expires timestamptz NOT NULL,
  PRIMARY KEY (role, node, instance)
) WITH (fillfactor = 50);

-- version changes with everything that is done to the channel: what a storage remembers is right while it is the same.
CREATE TABLE channel (
  no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id bytea NOT NULL UNIQUE,
  descriptor bytea NOT NULL,
  version bigint NOT NULL DEFAULT 0,
  head bigint NOT NULL DEFAULT 0,
  size_bytes bigint NOT NULL DEFAULT 0,
  epoch bigint NOT NULL DEFAULT 0,
  epoch_since timestamptz NOT NULL DEFAULT '2000-01-01Z'
) WITH (fillfactor = 70);

-- last_counter is 0 for one who was removed before it ever wrote. covered: up to which counter its entries are
-- superseded, if they are no grants, epochs or snapshots: the greatest that any snapshot says of it.
CREATE TABLE author (
  channel bigint NOT NULL,
  id bigint NOT NULL,
  last_counter bigint NOT NULL,
  is_removed boolean NOT NULL,
  covered bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (channel, id)
) WITH (fillfactor = 70);

-- The entries are ciphertext: trying to compress them would be for nothing.
CREATE TABLE entry (
  channel bigint NOT NULL,
  seq bigint NOT NULL,
  author bigint NOT NULL,
  counter bigint NOT NULL,
  kind smallint NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (channel, seq),
  UNIQUE (channel, author, counter)
);
ALTER TABLE entry ALTER bytes SET STORAGE EXTERNAL;

-- Snapshots, grants and epochs: what reading looks at whatever counters say.
CREATE INDEX entry_landmark ON entry (channel, seq) WHERE kind IN (2, 4, 5);

-- is_live: no other supersedes it. is_spent: what it let go was removed. covers: docs/protocol/entry.md §2.3.
CREATE TABLE snapshot (
  channel bigint NOT NULL,
  seq bigint NOT NULL,
  id bytea NOT NULL,
  accepted timestamptz NOT NULL,
  is_live boolean NOT NULL DEFAULT true,
  is_spent boolean NOT NULL DEFAULT false,
  covers bytea NOT NULL,
  PRIMARY KEY (channel, seq),
  UNIQUE (channel, id)
);
CREATE INDEX snapshot_unspent ON snapshot (accepted) WHERE NOT is_spent;

CREATE TABLE attest (
  channel bigint NOT NULL,
  snapshot_seq bigint NOT NULL,
  author bigint NOT NULL,
  PRIMARY KEY (channel, snapshot_seq, author)
);

-- Begins a transaction that appends: locks the shards, and ends it where a lease is another's by now (TC001) or a
-- channel is not as the storage remembers it (TC002).
CREATE FUNCTION guard(shards smallint[], tokens bigint[], channels bigint[], versions bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM shard WHERE id = ANY (shards) ORDER BY id FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT FROM unnest(shards, tokens) AS held (id, token) JOIN shard USING (id) WHERE shard.token <> held.token
  ) THEN
    RAISE EXCEPTION 'a lease is held by another' USING ERRCODE = 'TC001';
  END IF;
  IF EXISTS (
    SELECT FROM unnest(channels, versions) AS known (no, version) JOIN channel USING (no)
    WHERE channel.version <> known.version
  ) THEN
    RAISE EXCEPTION 'a channel was changed by another' USING ERRCODE = 'TC002';
  END IF;
END $$;

-- Grants a shard or tells who has it: ILeases.AcquireAsync.
CREATE FUNCTION acquire(
  asked smallint, asker_role smallint, asker_node integer, asker_instance bigint, take_over boolean, duration interval
) RETURNS TABLE (role smallint, node integer, instance bigint, token bigint, remaining interval)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  held shard%ROWTYPE;
  until timestamptz;
BEGIN
  SELECT * INTO held FROM shard WHERE id = asked FOR NO KEY UPDATE;
  IF (held.role, held.node, held.instance) IS DISTINCT FROM (asker_role, asker_node, asker_instance) THEN
    SELECT expires INTO until FROM holder
    WHERE role = held.role AND node = held.node AND instance = held.instance;
    IF until > clock_timestamp() AND held.instance <> 0 AND NOT take_over THEN
      RETURN QUERY SELECT held.role, held.node, held.instance, held.token, until - clock_timestamp();
      RETURN;
    END IF;
    held.token := 1 + greatest(held.token, (SELECT token_floor FROM store));
    UPDATE shard SET token = held.token, role = asker_role, node = asker_node, instance = asker_instance
    WHERE id = asked;
    DELETE FROM holder WHERE expires < clock_timestamp() - interval '1 hour' - duration;
  END IF;
  INSERT INTO holder VALUES (asker_role, asker_node, asker_instance, clock_timestamp() + duration)
  ON CONFLICT (role, node, instance) DO UPDATE SET expires = excluded.expires;
  RETURN QUERY SELECT asker_role, asker_node, asker_instance, held.token, duration;
END $$;

-- Chunks of images and files. Sizes are counted apart from those of entries, so that files never keep text waiting.
CREATE TABLE chunk (
  channel bytea NOT NULL,
  address bytea NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (channel, address)
);
ALTER TABLE chunk ALTER bytes SET STORAGE EXTERNAL;
CREATE TABLE chunk_channel (
  channel bytea PRIMARY KEY,
  size_bytes bigint NOT NULL
) WITH (fillfactor = 70);
CREATE TABLE chunk_total (
  shard smallint PRIMARY KEY,
  chunk_count bigint NOT NULL,
  size_bytes bigint NOT NULL
) WITH (fillfactor = 50);
INSERT INTO chunk_total SELECT n, 0, 0 FROM generate_series(0, 255) AS n;

-- Stores a chunk or says why not: 0 stored, 1 was there, 2 the channel is full, 3 the instance is full.
CREATE FUNCTION put_chunk(
  into_channel bytea, at_address bytea, chunk_bytes bytea, channel_max bigint, instance_max bigint
) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  size bigint := octet_length(chunk_bytes);
BEGIN
  IF EXISTS (SELECT FROM chunk WHERE channel = into_channel AND address = at_address) THEN
    RETURN 1;
  END IF;
  -- Where the instance has a limit, one after the other: each must see what the others take.
  IF instance_max < 9223372036854775807 THEN
    LOCK TABLE chunk_total IN SHARE ROW EXCLUSIVE MODE;
  END IF;
  INSERT INTO chunk_channel VALUES (into_channel, 0) ON CONFLICT DO NOTHING;
  PERFORM FROM chunk_channel WHERE channel = into_channel FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM chunk WHERE channel = into_channel AND address = at_address) THEN
    RETURN 1;
  END IF;
  IF (SELECT size_bytes FROM chunk_channel WHERE channel = into_channel) > channel_max - size THEN
    RETURN 2;
  END IF;
  IF (SELECT sum(size_bytes) FROM chunk_total) > instance_max - size THEN
    RETURN 3;
  END IF;
  INSERT INTO chunk VALUES (into_channel, at_address, chunk_bytes);
  UPDATE chunk_channel SET size_bytes = size_bytes + size WHERE channel = into_channel;
  UPDATE chunk_total SET chunk_count = chunk_count + 1, size_bytes = size_bytes + size
  WHERE shard = get_byte(into_channel, 0);
  RETURN 0;
END $$;
