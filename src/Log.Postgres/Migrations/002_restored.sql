-- To be called after the database was restored from a backup that is older than what was acknowledged, before any
-- storage is started: it becomes another log, and no token is granted again that was granted since the backup.
-- Source: docs/protocol/log.md §3.6.
CREATE FUNCTION restored() RETURNS void
LANGUAGE sql AS $$
  UPDATE store SET incarnation = uuid_send(gen_random_uuid()),
    token_floor = greatest(token_floor, (SELECT max(token) FROM shard)) + 4294967296
$$;
