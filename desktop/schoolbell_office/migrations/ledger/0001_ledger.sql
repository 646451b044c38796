-- What the office alone knows: when something is due, and which SMS and calls went to the gateway.
-- Everything else is seen in events. Neither texts nor phone numbers stand here.

-- What is done once: a timed mute that was lifted, a scheduled DING that was looked for, an escalation that was
-- planned; of reminders when the next one is due.
CREATE TABLE duty (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    due_ms INTEGER NOT NULL,
    done_ms INTEGER,                             -- NULL: still to do
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

-- One SMS or call to one person.
CREATE TABLE errand (
    key TEXT PRIMARY KEY,                        -- what the gateway drops doubles by
    sender TEXT NOT NULL,                        -- of the DING
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('sms', 'call')),
    attempt INTEGER NOT NULL,
    due_ms INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'sent', 'failed', 'dropped')),
    tries INTEGER NOT NULL DEFAULT 0,
    next_ms INTEGER NOT NULL,                    -- not before
    done_ms INTEGER,
    reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX errand_open ON errand(next_ms) WHERE state = 'open';
CREATE INDEX errand_of_person ON errand(user_id, kind, due_ms);
