-- The newest cases of a state. Whoever can write here achieves nothing further.
CREATE INDEX case_file_by_newest ON case_file (procedure, state, opened, id);
