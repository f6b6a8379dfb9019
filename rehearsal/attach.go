package rehearsal

import (
	"path"
	"strings"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
)

// handIn registers the small documents that a command's attachments name, as handed in
// by who gives it: "digest(nda.pdf)" in a script is such a document, and its name says of
// which type it is. The public hands nothing in.
func (st *stage) handIn(who casework.Actor, cmd casework.Command) error {
	step, ok := st.stepOf(cmd)
	if !ok || step.Form == nil || who.Person == "" {
		return nil
	}
	for _, f := range step.Form.Fields {
		if elem, _ := pack.FactType(f.Field.Type).IsList(); elem != pack.TypeAttachment {
			continue
		}
		for _, digest := range procedure.Texts(cmd.Form[f.Field.Field]) {
			text, ok := st.written[digest]
			if !ok {
				continue
			}
			form := strings.TrimPrefix(path.Ext(text), ".")
			if form == "" {
				form = "txt"
			}
			if err := st.desk.Attach(st.ctx, who, casework.Attachment{Digest: digest, Type: form, Bytes: int64(len(text))}); err != nil {
				return err
			}
		}
	}
	return nil
}
