-- The platform's state. One text for both engines: ${SEQ}, ${INT}, ${TEXT}, ${BYTES}
-- and ${CLUSTERED} are rendered for the engine at hand (engine.go). Moments are UTC
-- milliseconds, days are ISO text; NULL is "unset".

-- The log. Whoever can write here can rewrite the past back to the last checkpoint that
-- a witness has cosigned, and no further: later than that it shows (Check).
CREATE TABLE entry (
  seq ${SEQ},
  kind ${TEXT} NOT NULL,
  outcome ${TEXT} NOT NULL,
  case_id ${TEXT},
  org ${TEXT} NOT NULL,
  leaf ${BYTES} NOT NULL,
  sha256 ${BYTES} NOT NULL,
  sm3 ${BYTES} NOT NULL,
  CONSTRAINT "the log counts from zero" CHECK (seq >= 0),
  CONSTRAINT "an entry says what it is" CHECK (kind <> ''),
  CONSTRAINT "an entry is a receipt, a refusal or a record" CHECK (outcome IN ('receipt', 'refusal', 'record')),
  CONSTRAINT "a leaf is not empty" CHECK (length(leaf) > 0),
  CONSTRAINT "a leaf has both hashes" CHECK (length(sha256) = 32 AND length(sm3) = 32)
);
CREATE INDEX entry_by_case ON entry (case_id, seq) WHERE case_id IS NOT NULL;
CREATE INDEX entry_by_org ON entry (org, seq);
CREATE INDEX entry_by_kind ON entry (kind, seq);

-- Full tiles of both trees: 256 hashes of one level, and the root above them. They can
-- be computed again from the entries; a wrong one makes proofs fail, never pass.
CREATE TABLE tile (
  algorithm ${TEXT} NOT NULL,
  level ${INT} NOT NULL,
  number ${INT} NOT NULL,
  hashes ${BYTES} NOT NULL,
  root ${BYTES} NOT NULL,
  PRIMARY KEY (algorithm, level, number),
  CONSTRAINT "a tile belongs to one of the two trees" CHECK (algorithm IN ('sha256', 'sm3')),
  CONSTRAINT "a tile has its place" CHECK (level >= 0 AND number >= 0),
  CONSTRAINT "a tile is full" CHECK (length(hashes) = 8192 AND length(root) = 32)
);

-- Cases. Whoever can write here can move a case without an entry: Check finds a
-- revision that no entry names.
CREATE TABLE case_file (
  id ${TEXT} NOT NULL PRIMARY KEY,
  procedure ${TEXT} NOT NULL,
  pack ${TEXT} NOT NULL,
  state ${TEXT} NOT NULL,
  opened ${TEXT} NOT NULL,
  closed ${TEXT},
  due ${TEXT} NOT NULL,
  filer_org ${TEXT} NOT NULL,
  rev ${INT} NOT NULL,
  entry ${INT} NOT NULL,
  reach ${TEXT} NOT NULL,
  body ${TEXT} NOT NULL,
  CONSTRAINT "a case has a name" CHECK (id <> ''),
  CONSTRAINT "a case stands in a state of a procedure" CHECK (procedure <> '' AND state <> ''),
  CONSTRAINT "a revision of a case counts from one" CHECK (rev >= 1),
  CONSTRAINT "a case is due on a day" CHECK (length(due) = 10),
  CONSTRAINT "a case is closed on a day" CHECK (closed IS NULL OR length(closed) = 10)
);
CREATE INDEX case_file_by_due ON case_file (due, id);
CREATE INDEX case_file_by_opened ON case_file (opened, id);
CREATE INDEX case_file_by_state ON case_file (procedure, state, due, id);

CREATE TABLE case_party (
  org ${TEXT} NOT NULL,
  case_id ${TEXT} NOT NULL REFERENCES case_file (id),
  PRIMARY KEY (org, case_id),
  CONSTRAINT "a party is an organisation" CHECK (org <> '')
)${CLUSTERED};

CREATE TABLE case_link (
  target ${TEXT} NOT NULL,
  case_id ${TEXT} NOT NULL REFERENCES case_file (id),
  kind ${TEXT} NOT NULL,
  PRIMARY KEY (target, case_id, kind),
  CONSTRAINT "a link names a thing of a kind" CHECK (target <> '' AND kind <> '')
)${CLUSTERED};

-- The registers: every revision of every registered thing, and which one is current.
-- Revisions are never rewritten. The log commits to each; whoever rewrites one here
-- cannot rewrite its commitment.
CREATE TABLE record_rev (
  kind ${TEXT} NOT NULL,
  id ${TEXT} NOT NULL,
  rev ${INT} NOT NULL,
  entry ${INT} NOT NULL,
  org ${TEXT} NOT NULL,
  subject ${TEXT} NOT NULL,
  state ${TEXT} NOT NULL,
  from_day ${TEXT},
  until_day ${TEXT},
  title ${TEXT} NOT NULL,
  case_id ${TEXT} NOT NULL,
  body ${TEXT} NOT NULL,
  PRIMARY KEY (kind, id, rev),
  CONSTRAINT "a registered thing has a kind and a name" CHECK (kind <> '' AND id <> ''),
  CONSTRAINT "a revision of a registered thing counts from one" CHECK (rev >= 1)
);
CREATE INDEX record_rev_by_entry ON record_rev (entry);

CREATE TABLE register_record (
  kind ${TEXT} NOT NULL,
  id ${TEXT} NOT NULL,
  rev ${INT} NOT NULL,
  org ${TEXT} NOT NULL,
  subject ${TEXT} NOT NULL,
  state ${TEXT} NOT NULL,
  from_day ${TEXT},
  until_day ${TEXT},
  title ${TEXT} NOT NULL,
  case_id ${TEXT} NOT NULL,
  PRIMARY KEY (kind, id),
  CONSTRAINT "a current revision is a stored one" FOREIGN KEY (kind, id, rev) REFERENCES record_rev (kind, id, rev)
);
CREATE INDEX register_record_by_org ON register_record (kind, org, id);
CREATE INDEX register_record_by_subject ON register_record (kind, subject, id);
CREATE INDEX register_record_by_case ON register_record (kind, case_id, id);

-- Timers become commands of the actor "clock". Whoever can write here can make the
-- clock ask for a step; the Desk still decides whether it is allowed.
CREATE TABLE timer (
  id ${TEXT} NOT NULL PRIMARY KEY,
  case_id ${TEXT} REFERENCES case_file (id),
  step ${TEXT} NOT NULL,
  on_day ${TEXT} NOT NULL,
  rule ${TEXT} NOT NULL,
  CONSTRAINT "a timer asks for a step on a day" CHECK (id <> '' AND step <> '' AND length(on_day) = 10)
)${CLUSTERED};
CREATE INDEX timer_by_day ON timer (on_day, id);

-- Notices: the outbox, and the proof that they were served.
CREATE TABLE notice (
  id ${TEXT} NOT NULL PRIMARY KEY,
  to_org ${TEXT} NOT NULL,
  seat ${TEXT} NOT NULL,
  case_id ${TEXT} NOT NULL,
  kind ${TEXT} NOT NULL,
  text ${TEXT} NOT NULL,
  sent ${TEXT} NOT NULL,
  served ${TEXT},
  how ${TEXT},
  reader ${TEXT} NOT NULL,
  entry ${INT} NOT NULL,
  CONSTRAINT "a notice goes to somebody" CHECK (id <> '' AND to_org <> ''),
  CONSTRAINT "a notice is served on a day in some way" CHECK ((served IS NULL) = (how IS NULL))
)${CLUSTERED};
CREATE INDEX notice_by_receiver ON notice (to_org, entry, id);

-- Work outside the transaction, with leases. Whoever can write here can have work done
-- twice or not at all; its effect is a command and is decided like any other.
CREATE TABLE task (
  id ${TEXT} NOT NULL PRIMARY KEY,
  kind ${TEXT} NOT NULL,
  case_id ${TEXT} NOT NULL,
  body ${TEXT} NOT NULL,
  entry ${INT} NOT NULL,
  ready_ms ${INT} NOT NULL,
  attempt ${INT} NOT NULL,
  holder ${TEXT},
  lease_ms ${INT},
  done_entry ${INT},
  done_ms ${INT},
  CONSTRAINT "a task is of a kind" CHECK (id <> '' AND kind <> ''),
  CONSTRAINT "a lease has a holder and an end" CHECK ((holder IS NULL) = (lease_ms IS NULL)),
  CONSTRAINT "a task is done by an entry at a time" CHECK ((done_entry IS NULL) = (done_ms IS NULL))
);
CREATE INDEX task_by_readiness ON task (kind, ready_ms, id) WHERE done_entry IS NULL;
CREATE INDEX task_by_completion ON task (done_ms) WHERE done_ms IS NOT NULL;

-- What idempotency keys were answered with. Whoever can write here can make a repeated
-- request be answered with something that never happened; the log says otherwise.
CREATE TABLE receipt (
  seat ${TEXT} NOT NULL,
  key ${TEXT} NOT NULL,
  body ${TEXT} NOT NULL,
  entry ${INT} NOT NULL,
  expires_ms ${INT} NOT NULL,
  PRIMARY KEY (seat, key),
  CONSTRAINT "a receipt has a key" CHECK (key <> '')
)${CLUSTERED};
CREATE INDEX receipt_by_expiry ON receipt (expires_ms);
