-- On which device a row was written: a transaction id means nothing to the server on another one.
ALTER TABLE outbox ADD COLUMN device TEXT NOT NULL DEFAULT '';

-- Rows that were taken back while nobody knew whether the server had them: redacted when it turns out so.
CREATE TABLE recalled (
    local_id TEXT PRIMARY KEY,
    room_id TEXT NOT NULL,
    created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
