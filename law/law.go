// Package law says what every stratum above it speaks of: citations, texts in two
// languages, and the refusal that names its article.
//
// It holds no clock, no store and no network, and knows no particular instrument:
// what an instrument says is data, read by law/pack.
package law

// PlatformInstrument is the code of the instrument that holds the platform's own
// rules (packs/platform). A rule that no regulation contains is cited from there and
// never from a law.
const PlatformInstrument = "platform"

// Platform cites a unit of the platform's own instrument.
func Platform(unit string) Citation { return Citation{Instrument: PlatformInstrument, Unit: unit} }
