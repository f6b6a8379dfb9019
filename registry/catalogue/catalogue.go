// Package catalogue says what public data exists and how carefully it must be held:
// resources, the datasets under them, and the immutable versions of a dataset, each
// column with its dictionary entry, class, level and role.
//
// It holds values and rules about them. It reads no file and no database: zone/intake
// turns an upload into a version, zone/vault keeps the bytes, store keeps the record.
//
// What newcomers get wrong:
//
//   - A detector proposes; a person confirms. Nothing here treats a proposal as the
//     class or level of a column, but every rule that protects treats an unconfirmed
//     column as if it were sensitive.
//   - A version never changes. A better dictionary or another level is a new version
//     of the same bytes.
//   - The privacy unit belongs to the resource, not to the column: it says whose
//     secrets the rows are (a person, an enterprise, a household, nobody).
package catalogue
