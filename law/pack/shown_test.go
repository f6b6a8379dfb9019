package pack_test

import (
	"strings"
	"testing"
)

// TestShownIsMarked: what a disclosure shows of a document is marked as public, and is not
// private; what a particular points to is no particular of the document.
func TestShownIsMarked(t *testing.T) {
	for _, c := range []struct{ why, mark, shows, says string }{
		{"marked", "publish: true, ", "form.title", ""},
		{"not marked", "", "form.title", "it makes form.title public, and the document form does not say so; write publish: true"},
		{"not marked, within an expression", "", `form.title == "" ? "无" : form.title`, "it makes form.title public"},
		{"not marked, of a document handed in before", "", "doc.form.title", "it makes doc.form.title public"},
		{"marked and private", "publish: true, private: true, ", "form.title", "keeps private"},
		{"in a group that is not marked", "", "form.author.name", "it makes form.author.name public"},
		{"a registered thing that it points to", "", "form.maker.name", ""},
		{"what is no document's", "", "link.resource.title", ""},
	} {
		_, err := layers(t, "sixth", map[string]string{"sixth": head + unit + rule(small) + rule(step+"document: form") +
			rule("id: SX-01.form\nkind: content\ndocument: form\ntitle: {zh: 表, en: Form}\nfields:\n  - {field: title, "+c.mark+"type: text, title: {zh: 名称, en: Title}}\n"+
				"  - {field: maker, type: organisation, title: {zh: 单位, en: Body}}\n"+
				"  - {field: author, type: group, title: {zh: 作者, en: Author}, fields: [{field: name, type: text, title: {zh: 姓名, en: Name}}]}") +
			rule("id: SX-01.shown\nkind: disclosure\nsteps: [filing.file]\nwhere: register\ntitle: {zh: 备案, en: Filed}\nfields: {shown: '"+c.shows+"'}")})
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v, want %q", c.why, err, c.says)
		}
	}
}
