package works

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
)

// An official text is split when it is proposed: one with other articles is refused before
// anybody has confirmed it. Once confirmed by another administrator, each unit finds its
// article; once taken down, none does.
func TestAnOfficialTextStandsBesideTheGists(t *testing.T) {
	p := newPlace(t)
	p.Desk.Checks["official-text.propose"] = p.CheckOfficialText
	sys, sec := seated("system-admin", "ops", "sys"), seated("security-admin", "ops", "sec")
	p.put("organisation", "ops", map[string]any{"name": "ops", "state": "enrolled"})
	for _, who := range []casework.Actor{sys, sec} {
		p.put("person", who.Person, map[string]any{"name": who.Person, "org": "ops", "state": "active"})
		p.put("seat", who.Seat, map[string]any{"person": who.Person, "org": "ops", "role": who.Role, "powers": []any{}, "state": "in-force"})
	}
	in := p.Desk.Packs.Current().Local()
	var whole strings.Builder
	for _, u := range in.Units {
		if heading := "\n" + u.Article + " "; !strings.Contains(whole.String(), heading) {
			fmt.Fprintf(&whole, "%s为测试写的%s。\n", heading, u.Article)
		}
	}
	propose := func(text string) (casework.Receipt, error) {
		digest, err := p.Attach(t.Context(), "ops", "text/plain", strings.NewReader(text))
		if err == nil {
			err = p.Desk.Attach(t.Context(), sys, casework.Attachment{Digest: digest, Type: "txt", Bytes: int64(len(text))})
		}
		if err != nil {
			t.Fatal(err)
		}
		return p.Desk.Do(t.Context(), sys, casework.Command{Procedure: "official-text", Step: "propose", Form: map[string]any{"instrument": in.Code, "source": "公报", "file": digest}})
	}
	for text, code := range map[string]string{"通知\n请遵照执行\n": pack.CodeTextArticles, whole.String()[:strings.Index(whole.String(), "\n第九条")]: pack.CodeTextOther, "\x00\x01\x02": CodeTextEncoding} {
		_, err := propose(text)
		if refusal, ok := law.AsRefusal(err); !ok || refusal.Violations[0].Code != code {
			t.Errorf("want %s, got %v", code, err)
		}
	}
	if _, _, ok, err := p.Official(t.Context(), in); ok || err != nil {
		t.Fatalf("before any text is attached: %v %v", ok, err)
	}
	receipt, err := propose(whole.String())
	if err != nil {
		t.Fatal(err)
	}
	if _, _, ok, err := p.Official(t.Context(), in); ok || err != nil {
		t.Errorf("a text that nobody has confirmed is shown: %v %v", ok, err)
	}
	p.step(sec, receipt.Case, "confirm", nil)
	text, passages, ok, err := p.Official(t.Context(), in)
	if err != nil || !ok || text.Source != "公报" || text.On != today {
		t.Fatalf("the text attached is %+v, %v, %v", text, ok, err)
	}
	for _, u := range in.Units {
		if passage, found := u.Officially(passages); !found || passage.Text != u.Article+" 为测试写的"+u.Article+"。" {
			t.Errorf("beside %s stands %q", u.ID, passage.Text)
		}
	}
	p.step(sys, receipt.Case, "withdraw", map[string]any{"reason": "有误"})
	if _, _, ok, err := p.Official(t.Context(), in); ok || err != nil {
		t.Errorf("a text that was taken down is shown: %v %v", ok, err)
	}
}
