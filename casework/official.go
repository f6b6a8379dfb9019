package casework

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/shuyu-project/shuyu/law/calendar"
)

// OfficialText is the official text that an installation has attached to an instrument.
// 〔platform PF-64〕
type OfficialText struct {
	ID     string       `json:"-"`
	File   string       `json:"file"` // SHA-256 of the file, hex: what the attachments keep it by
	Source string       `json:"source"`
	On     calendar.Day `json:"from"` // day on which it was attached
}

// OfficialTextOf finds the text attached to an instrument last, false where none is
// attached or the last was taken down.
func OfficialTextOf(ctx context.Context, v View, instrument string) (text OfficialText, ok bool, err error) {
	for r, err := range EveryRecord(ctx, v, RecordQuery{Kind: "official-text", Subject: instrument, State: "in-force"}) {
		if err != nil {
			return OfficialText{}, false, fmt.Errorf("looking for the official text of %s: %w", instrument, err)
		}
		if r.ID <= text.ID { // ids count with the log
			continue
		}
		text, ok = OfficialText{ID: r.ID}, true
		if err := json.Unmarshal(r.Body, &text); err != nil {
			return OfficialText{}, false, fmt.Errorf("reading official text %s: %w", r.ID, err)
		}
	}
	return text, ok, nil
}
