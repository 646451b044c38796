-- What exists only on this machine: unsent events and drafts.

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,      -- order of writing; FIFO within a room
    local_id TEXT NOT NULL UNIQUE,             -- the transaction id of the PUT and the identity of the echo
    room_id TEXT NOT NULL,
    type TEXT NOT NULL,                        -- event type; m.room.redaction is sent as a redaction
    content BLOB NOT NULL,                     -- JSON
    target TEXT,                               -- event id (or local id while unsent) that this row relates to
    depends_on TEXT,                           -- local id of the row whose event id is still missing
    priority INTEGER NOT NULL DEFAULT 0,       -- higher goes first
    created_ms INTEGER NOT NULL,
    not_before_ms INTEGER NOT NULL DEFAULT 0,  -- held until then, without holding others
    batch TEXT,                                -- rows that belong together, taken back together
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'wedged')),
    event_id TEXT,                             -- once acknowledged
    error TEXT                                 -- ErrorCode value when wedged
) STRICT;

CREATE INDEX outbox_next ON outbox (room_id, state, priority DESC, id);
CREATE INDEX outbox_depends ON outbox (depends_on) WHERE depends_on IS NOT NULL;
CREATE INDEX outbox_batch ON outbox (batch) WHERE batch IS NOT NULL;

CREATE TABLE draft (
    room_id TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    reply_to TEXT NOT NULL DEFAULT '',         -- event id or ''
    saved_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The newest event each room was read up to that the server has not heard of yet.
CREATE TABLE pending_read (
    room_id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL,
    saved_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
