-- Counts of use by key and day. Whoever can write here can exceed a quota or be refused
-- one; the log's own entries of jobs and releases are counted from the log.
CREATE TABLE meter (
  key ${TEXT} NOT NULL,
  on_day ${TEXT} NOT NULL,
  count ${INT} NOT NULL,
  PRIMARY KEY (key, on_day),
  CONSTRAINT "a meter counts for a day" CHECK (key <> '' AND length(on_day) = 10)
)${CLUSTERED};

-- Signed checkpoints, as shown to the world. Whoever can write here can hide one; they
-- cannot sign one.
CREATE TABLE checkpoint (
  origin ${TEXT} NOT NULL,
  size ${INT} NOT NULL,
  signed_ms ${INT} NOT NULL,
  note ${BYTES} NOT NULL,
  PRIMARY KEY (origin, size),
  CONSTRAINT "a checkpoint is of a tree" CHECK (origin <> '' AND size >= 0 AND length(note) > 0)
);

-- The last checkpoint that may be continued. It defends only where it is not restored
-- together with the log: keep it in another database, or use the file of proof/audit.
CREATE TABLE checkpoint_lock (
  name ${TEXT} NOT NULL PRIMARY KEY,
  note ${BYTES} NOT NULL,
  CONSTRAINT "a lock holds a checkpoint" CHECK (name <> '' AND length(note) > 0)
);

-- What an installation has chosen. Whoever can write here can change it without the
-- second person that the Desk asks for; the log does not name the change.
CREATE TABLE setting (
  name ${TEXT} NOT NULL PRIMARY KEY,
  value ${TEXT} NOT NULL,
  set_by ${TEXT} NOT NULL,
  set_ms ${INT} NOT NULL,
  CONSTRAINT "a setting has a name" CHECK (name <> '')
);
