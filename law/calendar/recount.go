package calendar

// Recounted is what a newer calendar makes of a span.
type Recounted struct {
	Old     Span `json:"old"`
	New     Span `json:"new"`
	Changed bool `json:"changed"` // it opens or ends on another day
	Settled bool `json:"settled"` // it was provisional and is so no longer
	Moved   int  `json:"moved"`   // natural days from the old Last to the new; negative when it is now earlier
}

// Recount counts the span again on c, which is meant to be newer than the calendar that
// it was counted on. Every open span wants this when a calendar changes, not only the
// provisional ones: an emergency notice moves days that were long published.
//
// A span that ends earlier after a recount (Moved < 0) may already have passed; what that
// means for the one who relied on the old day is for the pack, not for the calendar. A
// span whose clock was stopped is recounted by RecountTolled, with its pauses.
func (c *Calendar) Recount(old Span) Recounted {
	if old.IsZero() {
		return Recounted{}
	}
	return recounted(old, c.Due(old.From, old.Period))
}

func recounted(old, now Span) Recounted {
	return Recounted{
		Old:     old,
		New:     now,
		Changed: old.Opens != now.Opens || old.Last != now.Last,
		Settled: old.Provisional && !now.Provisional,
		Moved:   old.Last.DaysUntil(now.Last),
	}
}

// Remaining is the time left until a day, in both units. Both are negative once it is past.
type Remaining struct {
	NaturalDays int  `json:"naturalDays"`
	WorkingDays int  `json:"workingDays"`
	Provisional bool `json:"provisional,omitempty"` // the working days enter an unpublished year
}

// Left counts from today, which is not counted, to the due day, which is: on the due day
// itself nothing is left, and it is still in time.
func (c *Calendar) Left(today, due Day) Remaining {
	working, provisional := c.WorkingDaysBetween(today, due)
	return Remaining{NaturalDays: today.DaysUntil(due), WorkingDays: working, Provisional: provisional}
}
