-- Keys, wrapped by a key-encryption key that is not in the database. Whoever can read
-- here has ciphertext. Whoever can write here can make data unreadable, which shows at
-- once, and cannot bring back a destroyed key, whose bytes are gone.
CREATE TABLE wrapped_key (
  id ${TEXT} NOT NULL PRIMARY KEY,
  purpose ${TEXT} NOT NULL,
  subject ${TEXT} NOT NULL,
  wrapped_by ${TEXT} NOT NULL,
  wrapped ${BYTES},
  state ${TEXT} NOT NULL,
  created_ms ${INT} NOT NULL,
  destroyed_by ${TEXT},
  destroyed_ms ${INT},
  CONSTRAINT "a key has a purpose" CHECK (id <> '' AND purpose <> ''),
  CONSTRAINT "a key is active, retired or destroyed" CHECK (state IN ('active', 'retired', 'destroyed')),
  CONSTRAINT "a destroyed key has no bytes" CHECK ((state = 'destroyed') = (wrapped IS NULL)),
  CONSTRAINT "a key is destroyed by somebody at a time"
    CHECK ((destroyed_by IS NULL) = (destroyed_ms IS NULL) AND (state = 'destroyed') = (destroyed_ms IS NOT NULL))
);
CREATE INDEX wrapped_key_by_purpose ON wrapped_key (purpose, subject, created_ms, id);
CREATE INDEX wrapped_key_by_wrapping ON wrapped_key (wrapped_by, id);
