-- A chunk that was fetched in the middle of history goes on forward too.

ALTER TABLE chunk ADD COLUMN next_token TEXT;    -- `from` to page on behind the last event; next NULL
CREATE INDEX chunk_gap ON chunk(room, ord) WHERE prev IS NULL AND start = 0;
