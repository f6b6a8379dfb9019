package procedure

import "slices"

// Reach says how far the competence of an organisation runs among the jurisdictions of an
// installation. The zero value is its top: all is read there, and decided is what belongs
// to the installation itself. An installation of one place has nothing else.
type Reach struct {
	Own       string      // jurisdiction in which the organisation stands; "" is the top
	Below     []string    // those under it
	Entrusted []Entrusted // in force today
}

// Entrusted is what another jurisdiction has delegated.
type Entrusted struct {
	By         string   // jurisdiction
	From       string   // organisation that entrusted it, in whose place its delegate stands
	Procedures []string // at least one
	About      []string // kinds of registered things that these are about; nil where nothing is read with it
}

// All reports whether nothing is beyond the reach of the eyes.
func (r Reach) All() bool { return r.Own == "" }

// Reads reports whether the matters of a procedure in a jurisdiction are open to an
// overseer: those of its own, of the ones below, and what was entrusted to it. The
// procedure is "" for what is registered.
func (r Reach) Reads(jurisdiction, procedure string) bool {
	return r.All() || jurisdiction == r.Own || slices.Contains(r.Below, jurisdiction) || r.entrusted(jurisdiction, procedure)
}

// Acts reports whether an overseer decides there.
func (r Reach) Acts(jurisdiction, procedure string) bool {
	return jurisdiction == r.Own || r.entrusted(jurisdiction, procedure)
}

func (r Reach) entrusted(jurisdiction, procedure string) bool {
	return slices.ContainsFunc(r.Entrusted, func(e Entrusted) bool {
		return e.By == jurisdiction && slices.Contains(e.Procedures, procedure)
	})
}

// For reports whether what is done there is done in the place of an organisation, which
// entrusted the procedure.
func (r Reach) For(org, jurisdiction, procedure string) bool {
	return slices.ContainsFunc(r.Entrusted, func(e Entrusted) bool {
		return e.From == org && e.By == jurisdiction && slices.Contains(e.Procedures, procedure)
	})
}
