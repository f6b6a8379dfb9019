package casework_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/store/storetest"
)

// TestAttachment: a document names only what the organisation of who submits it has
// handed in; what another has handed in is answered like what nobody has.
func TestAttachment(t *testing.T) {
	c := newCity(t, storetest.New(t))
	digest := strings.Repeat("ab", 32)
	naming := withForm(proposed("agreement", "A1"), "evidence", []any{digest})
	missing := func(why string) string {
		t.Helper()
		_, err := c.Do(ctx, lin, naming)
		r, ok := law.AsRefusal(err)
		if !ok || !slices.Equal(codesOf(r), []string{"attachment.missing"}) {
			t.Fatalf("%s: %v", why, err)
		}
		return r.Violations[0].Says.ZH
	}
	nobody := missing("nobody has handed it in")
	file := casework.Attachment{Digest: digest, Type: "pdf", Bytes: 9}
	for range 2 {
		if err := c.Attach(ctx, wu, file); err != nil {
			t.Fatal(err)
		}
	}
	if another := missing("another has handed it in"); another != nobody {
		t.Errorf("it is told that another has it: %s", another)
	}
	size := c.size()
	for range 2 {
		if err := c.Attach(ctx, lin, file); err != nil {
			t.Fatal(err)
		}
	}
	if got := c.size() - size; got != 1 {
		t.Errorf("handing in twice made %d entries", got)
	}
	hold := c.do(lin, naming)
	kept := c.lines(casework.RecordQuery{Kind: "attachment", Subject: digest})
	if len(kept) != 1 {
		t.Fatalf("it is registered %d times", len(kept))
	}
	for _, row := range []struct {
		who  casework.Actor
		sees bool
	}{{wu, true}, {lin, true}, {shi, false}} {
		_, err := c.Registered(ctx, row.who, "attachment", kept[0].ID)
		if (err == nil) != row.sees {
			t.Errorf("%s sees it: %v", row.who.Organisation, err)
		}
	}
	if one := c.theCase(hold.Case); slices.Contains(one.Parties, "huaxin") != slices.Contains(c.theCase(c.do(lin, proposed("agreement", "A1")).Case).Parties, "huaxin") {
		t.Error("the attachment brought its depositor in")
	}
	c.sound()
}
