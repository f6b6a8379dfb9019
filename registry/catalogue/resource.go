package catalogue

// DatasetID names a dataset of a resource.
type DatasetID string

// Openness is on what terms a resource may be used at all.
type Openness string

// The three terms of public data.
const (
	Unconditional Openness = "unconditional" // 无条件
	Conditional   Openness = "conditional"   // 有条件
	Prohibited    Openness = "prohibited"    // 不予: not raw; products of it may still be made
)

// Frequency is how often a resource is renewed.
type Frequency string

// The frequencies a provider may declare.
const (
	Realtime  Frequency = "realtime"
	Hourly    Frequency = "hourly"
	Daily     Frequency = "daily"
	Weekly    Frequency = "weekly"
	Monthly   Frequency = "monthly"
	Quarterly Frequency = "quarterly"
	Yearly    Frequency = "yearly"
	Irregular Frequency = "irregular"
	Never     Frequency = "never" // a closed series
)

// Days is the longest time between two renewals, in natural days; ok is false where
// none can be expected. It serves the timeliness figure and is no legal period.
func (f Frequency) Days() (days int, ok bool) {
	switch f {
	case Realtime, Hourly, Daily:
		return 1, true
	case Weekly:
		return 7, true
	case Monthly:
		return 31, true
	case Quarterly:
		return 92, true
	case Yearly:
		return 366, true
	}
	return 0, false
}
