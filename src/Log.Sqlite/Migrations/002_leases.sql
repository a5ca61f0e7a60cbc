-- Who holds the lease on each shard, and its newest token. All rows are there from the start, so that a grant needs no
-- new page of a full medium. role and node: the holder's role and index. instance: 0 for nobody; else its 8 bytes as a
-- signed number.
CREATE TABLE lease (
  shard INTEGER PRIMARY KEY,
  token INTEGER NOT NULL,
  role INTEGER NOT NULL,
  node INTEGER NOT NULL,
  instance INTEGER NOT NULL
) STRICT;

WITH RECURSIVE shard (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM shard WHERE n < 255)
INSERT INTO lease (shard, token, role, node, instance) SELECT n, 0, 0, 0, 0 FROM shard;

-- Tokens that are granted from now on are greater: raised when a backup becomes another log.
ALTER TABLE store ADD COLUMN token_floor INTEGER NOT NULL DEFAULT 0;
