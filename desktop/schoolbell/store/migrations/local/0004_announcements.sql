-- DING and notices that are being written, held for taking back or appointed; which pop-ups were put aside.

CREATE TABLE announcement_draft (
    id TEXT PRIMARY KEY,                         -- the block id it will have
    kind TEXT NOT NULL,
    content BLOB NOT NULL,                       -- JSON of the composer
    saved_ms INTEGER NOT NULL,
    held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1, 2)),  -- 1: copies in the outbox, 2: in `delayed`
    due_ms INTEGER NOT NULL DEFAULT 0,           -- until when it can be taken back
    people INTEGER NOT NULL DEFAULT 0,           -- as counted when it was saved
    households INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- A DING's pop-up: the newest reminder that was shown for it, and until when it was put aside.
CREATE TABLE popup (
    sender TEXT NOT NULL,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL DEFAULT 0,
    aside_until_ms INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (sender, id)
) STRICT, WITHOUT ROWID;

-- Events that the server was given to send later (MSC4140). The delay id cancels them without a password.
CREATE TABLE delayed (
    local_id TEXT PRIMARY KEY,                   -- transaction id if it is sent from here after all
    room_id TEXT NOT NULL,
    type TEXT NOT NULL,
    content BLOB NOT NULL,
    batch TEXT NOT NULL,                         -- block id
    due_ms INTEGER NOT NULL,
    file BLOB,                                   -- JSON of what is uploaded first; NULL: nothing, or it is there
    tried INTEGER NOT NULL DEFAULT 0,            -- 1: the server may have it under a delay id we were not told
    delay_id TEXT                                -- NULL until the server has it
) STRICT, WITHOUT ROWID;
CREATE INDEX delayed_batch ON delayed(batch);
