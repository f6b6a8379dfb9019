-- The jurisdiction that a case or a register line belongs to; '' is the installation's
-- own, and all there is where an installation is of one place: the indexes hold nothing
-- then. Whoever can write here can hide a matter from its authority, or show it to
-- another's; Check finds a column that differs from the case or line.
ALTER TABLE case_file ADD COLUMN jurisdiction ${TEXT} NOT NULL DEFAULT '';
ALTER TABLE record_rev ADD COLUMN jurisdiction ${TEXT} NOT NULL DEFAULT '';
ALTER TABLE register_record ADD COLUMN jurisdiction ${TEXT} NOT NULL DEFAULT '';
CREATE INDEX case_file_by_jurisdiction ON case_file (jurisdiction, due, id) WHERE jurisdiction <> '';
CREATE INDEX case_file_by_jurisdiction_opened ON case_file (jurisdiction, opened, id) WHERE jurisdiction <> '';
CREATE INDEX register_record_by_jurisdiction ON register_record (kind, jurisdiction, id) WHERE jurisdiction <> '';
