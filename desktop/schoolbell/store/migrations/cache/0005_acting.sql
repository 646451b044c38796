-- What acts: found by its block without a walk, and the words that do where the newest edit came too late.

CREATE INDEX verdict_acting ON verdict(block, event) WHERE allowed = 1;
ALTER TABLE event ADD COLUMN acting INTEGER;     -- event.id of the edit whose words act, 0: the first ones; NULL: `edit`
