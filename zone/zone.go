// Package zone is the operating domain's compute side: what a job is, what of a
// user's SQL is admitted, and the interface an engine fulfils.
//
// User SQL never runs in the process that holds this package's callers. Admit reads
// the engine's own parse tree into a small representation of its own, refuses what it
// does not wholly understand, and prints new SQL from the representation; the text a
// user wrote is never executed. The printed SQL then runs in a child process that
// holds the job's projections and nothing else (zone/work).
//
// What newcomers get wrong: admission is not the boundary. It keeps honest mistakes
// and known evasions out and makes results countable; the boundary is the child, which
// holds no other data, no key, no network and no file. Both are tested, each with the
// other switched off (zone/enginetest).
package zone
