-- cache.db: everything here can be fetched from the homeserver again.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE room (
    id INTEGER PRIMARY KEY,
    room_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL DEFAULT '',
    avatar TEXT NOT NULL DEFAULT '',
    topic TEXT NOT NULL DEFAULT '',
    room_type TEXT NOT NULL DEFAULT '',          -- creation_content.type
    room_version TEXT NOT NULL DEFAULT '',
    creator TEXT NOT NULL DEFAULT '',            -- sender of m.room.create
    creators TEXT NOT NULL DEFAULT '[]',         -- additional_creators, a JSON list of user ids
    kind TEXT NOT NULL DEFAULT '',               -- what org.schoolbell.room claims; authority judges it
    kind_key TEXT NOT NULL DEFAULT '',
    membership TEXT NOT NULL DEFAULT '',         -- mine: join, invite, knock, leave, ban
    inviter TEXT NOT NULL DEFAULT '',
    direct_user TEXT NOT NULL DEFAULT '',        -- the other person of a direct chat
    encrypted INTEGER NOT NULL DEFAULT 0,
    muted INTEGER NOT NULL DEFAULT 0,
    joined_count INTEGER NOT NULL DEFAULT 0,
    invited_count INTEGER NOT NULL DEFAULT 0,
    bump_stamp INTEGER NOT NULL DEFAULT 0,
    heroes TEXT NOT NULL DEFAULT '[]',           -- JSON list of [user id, name, avatar]
    last_event INTEGER,                          -- event.id of the newest message
    unread INTEGER NOT NULL DEFAULT 0,
    unread_floor INTEGER NOT NULL DEFAULT 0,     -- 1: at least `unread`
    mentions INTEGER NOT NULL DEFAULT 0,
    members_complete INTEGER NOT NULL DEFAULT 0,
    receipts_complete INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX room_order ON room(bump_stamp);

-- A stretch of a room's timeline without holes. `ord` orders the chunks of a room;
-- prev NULL and start 0 = history before it is not known here (a gap).
CREATE TABLE chunk (
    id INTEGER PRIMARY KEY,
    room INTEGER NOT NULL REFERENCES room(id),
    ord INTEGER NOT NULL,
    prev INTEGER,
    next INTEGER,
    prev_token TEXT,
    start INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX chunk_of_room ON chunk(room, ord);

CREATE TABLE event (
    id INTEGER PRIMARY KEY,                      -- clamped server ms << 20 | counter; shared with search
    event_id TEXT NOT NULL UNIQUE,
    room INTEGER NOT NULL REFERENCES room(id),
    chunk INTEGER REFERENCES chunk(id),
    idx INTEGER NOT NULL DEFAULT 0,
    type TEXT NOT NULL,
    sender TEXT NOT NULL,
    ts INTEGER NOT NULL,                         -- origin_server_ts, clamped, ms
    state_key TEXT,
    rev INTEGER NOT NULL DEFAULT 0,
    rel_type TEXT,                               -- 'redaction' for m.room.redaction
    relates_to TEXT,                             -- event id
    rel_key TEXT,                                -- m.annotation key without U+FE0F
    local_id TEXT,                               -- our txn id
    redacted_by TEXT,
    edit INTEGER,                                -- event.id of the edit that counts
    shown INTEGER NOT NULL DEFAULT 0,            -- 0 no row of its own, 1 message, 2 line about the room
    counts INTEGER NOT NULL DEFAULT 0,           -- 1: unread for me until read
    mention INTEGER NOT NULL DEFAULT 0,          -- 1: mentions me
    raw BLOB NOT NULL
) STRICT;
CREATE INDEX event_order ON event(chunk, idx);
CREATE INDEX event_relation ON event(relates_to) WHERE relates_to IS NOT NULL;
CREATE INDEX event_counts ON event(chunk, idx) WHERE counts = 1;
CREATE INDEX event_mention ON event(chunk, idx) WHERE mention = 1;
CREATE INDEX event_local ON event(local_id) WHERE local_id IS NOT NULL;

-- The newest event a connection delivered for a room: what follows on that connection follows this.
CREATE TABLE delivered (
    conn_id TEXT NOT NULL,
    room INTEGER NOT NULL REFERENCES room(id),
    event INTEGER NOT NULL,
    PRIMARY KEY (conn_id, room)
) STRICT, WITHOUT ROWID;

CREATE TABLE state (
    id INTEGER PRIMARY KEY,
    room INTEGER NOT NULL REFERENCES room(id),
    type TEXT NOT NULL,
    state_key TEXT NOT NULL,
    event_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    ts INTEGER NOT NULL,
    raw BLOB NOT NULL,
    UNIQUE (room, type, state_key)
) STRICT;
CREATE INDEX state_of_type ON state(type, room);

-- Every m.room.power_levels ever seen, for judging an event by the levels in force then.
CREATE TABLE power (
    room INTEGER NOT NULL REFERENCES room(id),
    event_id TEXT NOT NULL,
    ts INTEGER NOT NULL,
    content BLOB NOT NULL,
    before BLOB,                                 -- unsigned.prev_content
    PRIMARY KEY (room, event_id)
) STRICT;

CREATE TABLE member (
    room INTEGER NOT NULL REFERENCES room(id),
    user_id TEXT NOT NULL,
    membership TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    avatar TEXT NOT NULL DEFAULT '',
    event_id TEXT NOT NULL DEFAULT '',
    ts INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (room, user_id)
) STRICT, WITHOUT ROWID;

-- Only steps from not joined to joined and back.
CREATE TABLE membership (
    room INTEGER NOT NULL REFERENCES room(id),
    user_id TEXT NOT NULL,
    ts INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    joined INTEGER NOT NULL,
    PRIMARY KEY (room, user_id, ts, event_id)
) STRICT, WITHOUT ROWID;

-- kind 0 m.read, 1 m.read.private, 2 the person's own newest message.
-- position = (chunk.ord << 32) + idx + 2^31, NULL while the event is not here.
CREATE TABLE receipt (
    room INTEGER NOT NULL REFERENCES room(id),
    user_id TEXT NOT NULL,
    kind INTEGER NOT NULL,
    thread TEXT NOT NULL DEFAULT '',
    event_id TEXT NOT NULL,
    ts INTEGER NOT NULL,
    position INTEGER,
    PRIMARY KEY (room, user_id, kind, thread)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_unresolved ON receipt(room, event_id) WHERE position IS NULL;

CREATE TABLE account_data (
    room INTEGER NOT NULL DEFAULT 0,             -- 0: the account's own
    type TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (room, type)
) STRICT;

CREATE TABLE verdict (
    event INTEGER NOT NULL REFERENCES event(id),
    block TEXT NOT NULL,
    allowed INTEGER NOT NULL,
    basis TEXT NOT NULL DEFAULT '',              -- event id of the power levels it was judged by
    PRIMARY KEY (event, block)
) STRICT, WITHOUT ROWID;

-- Events that failed three times: kept as they came, shown to nobody.
CREATE TABLE poisoned (
    digest BLOB PRIMARY KEY,
    room_id TEXT NOT NULL,
    raw BLOB NOT NULL,
    reason TEXT NOT NULL
) STRICT;

-- Text is cut into words by store.search; `room` holds one word per room.
CREATE VIRTUAL TABLE search USING fts5(body, room, content = '', tokenize = 'unicode61 remove_diacritics 2');
