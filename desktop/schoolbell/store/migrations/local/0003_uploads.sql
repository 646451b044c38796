-- Whether a row still waits for its file: 0 no, 1 yes and others of its room may go before it, 2 yes and
-- those behind it wait too.
ALTER TABLE outbox ADD COLUMN upload INTEGER NOT NULL DEFAULT 0 CHECK (upload IN (0, 1, 2));

-- The file of an unsent message; gone with its row.
CREATE TABLE upload (
    local_id TEXT PRIMARY KEY REFERENCES outbox (local_id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    own INTEGER NOT NULL,                      -- 1: a copy in the profile's own folder
    name TEXT NOT NULL,                        -- as it is told to others
    mimetype TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,                 -- with size: whether it is still the file that was chosen
    sha256 TEXT NOT NULL DEFAULT '',           -- '' until it was read through
    part_size INTEGER NOT NULL DEFAULT 0,      -- bytes; 0 until it was read through
    parts TEXT NOT NULL DEFAULT ''             -- sha256 of each part, with spaces between
) STRICT, WITHOUT ROWID;

-- What the server has of us: the same bytes are not uploaded twice, and an upload goes on where it ended.
CREATE TABLE uploaded (
    sha256 TEXT NOT NULL,
    mimetype TEXT NOT NULL,
    mxc TEXT NOT NULL,
    uploaded_ms INTEGER NOT NULL,
    PRIMARY KEY (sha256, mimetype)
) STRICT, WITHOUT ROWID;
