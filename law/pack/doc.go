// Package pack reads policy packs: what an instrument of law says, written as literate
// Markdown, article by article, with strict rule blocks under each unit. It checks them,
// puts layers above one another, and compiles every expression over the typed vocabulary
// of facts when the pack is read.
//
// It decides nothing: law/procedure decides over what this package has compiled. It
// holds no text of a law, only the project's own gists, and knows no jurisdiction.
//
// What newcomers get wrong: a pack cannot add behaviour. The rule kinds are closed, the
// acts are closed, the facts are closed; whatever is not known is an error with file and
// line, never a rule that silently holds. A pack is never edited in place: a case keeps
// the version it was accepted under, found by its digest.
package pack
