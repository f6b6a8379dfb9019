-- Lists of many lines in the orders and by the filters that people choose. Whoever can
-- write here achieves nothing further: an index holds what its table holds.
CREATE INDEX register_record_by_title ON register_record (kind, title, id);
CREATE INDEX register_record_by_state ON register_record (kind, state, id);
CREATE INDEX case_file_by_filer ON case_file (filer_org, due, id);
