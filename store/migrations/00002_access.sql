-- Who may come in. None of these tables holds a secret that opens anything by itself:
-- session ids and tokens are kept as SHA-256, passwords as argon2id, seeds wrapped.

-- Whoever can write here can sit down in any seat with the hash of a session id of their
-- own making; the log then names that seat, with the entry's time against this row.
CREATE TABLE session (
  hash ${BYTES} NOT NULL PRIMARY KEY,
  person ${TEXT} NOT NULL,
  seat ${TEXT} NOT NULL,
  created_ms ${INT} NOT NULL,
  seen_ms ${INT} NOT NULL,
  stepped_up_ms ${INT},
  ends_ms ${INT} NOT NULL,
  CONSTRAINT "a session is known by a hash" CHECK (length(hash) = 32),
  CONSTRAINT "a session is a person's" CHECK (person <> ''),
  CONSTRAINT "a session ends after it began" CHECK (ends_ms > created_ms)
);
CREATE INDEX session_by_person ON session (person);
CREATE INDEX session_by_end ON session (ends_ms);

-- Whoever can write here can act for a seat through the API as above, and can bring
-- back a token that was revoked.
CREATE TABLE token (
  hash ${BYTES} NOT NULL PRIMARY KEY,
  id ${TEXT} NOT NULL UNIQUE,
  seat ${TEXT} NOT NULL,
  name ${TEXT} NOT NULL,
  created_by ${TEXT} NOT NULL,
  created_ms ${INT} NOT NULL,
  expires_ms ${INT} NOT NULL,
  revoked_by ${TEXT},
  revoked_ms ${INT},
  CONSTRAINT "a token is known by a hash" CHECK (length(hash) = 32),
  CONSTRAINT "a token is bound to a seat" CHECK (id <> '' AND seat <> ''),
  CONSTRAINT "a token is revoked by somebody at a time" CHECK ((revoked_by IS NULL) = (revoked_ms IS NULL))
);
CREATE INDEX token_by_seat ON token (seat, created_ms);

-- Whoever can write here can guess passwords without being stopped, or lock people out.
CREATE TABLE sign_in_attempt (
  subject ${TEXT} NOT NULL PRIMARY KEY,
  failures ${INT} NOT NULL,
  first_ms ${INT} NOT NULL,
  last_ms ${INT} NOT NULL,
  locked_until_ms ${INT},
  CONSTRAINT "failures are counted" CHECK (subject <> '' AND failures >= 1)
);
CREATE INDEX sign_in_attempt_by_age ON sign_in_attempt (last_ms);

-- Whoever can write here can put a password of their own in the place of somebody's;
-- the second factor is wrapped and cannot be made without the key.
CREATE TABLE credential (
  person ${TEXT} NOT NULL PRIMARY KEY,
  password ${TEXT} NOT NULL,
  password_ms ${INT} NOT NULL,
  totp ${BYTES},
  totp_ms ${INT},
  totp_step ${INT} NOT NULL,
  CONSTRAINT "a password is kept as argon2id" CHECK (password LIKE '$argon2id$%'),
  CONSTRAINT "a second factor is set at a time" CHECK ((totp IS NULL) = (totp_ms IS NULL))
);
