package pack

import "github.com/shuyu-project/shuyu/law"

// Words gives what is said for a code of the platform's own mechanics, from the control
// rules of the layers. A code without words is said by its name, which the test of
// refusals does not let happen.
func (p *Pack) Words(code string) (says, remedy law.Text) {
	for _, r := range p.byKind[KindControl] {
		codes, _ := r.Body.(*Control).Parameters["codes"].(map[string]any)
		words, ok := codes[code].(map[string]any)
		if !ok {
			continue
		}
		return textOf(words["says"]), textOf(words["remedy"])
	}
	return law.Text{ZH: code, EN: code}, law.Text{}
}

// WordsIn gives what is said for a code in a manner: the words under "code/manner", or
// the code's usual ones where there is no manner.
func (p *Pack) WordsIn(code, manner string) (says, remedy law.Text) {
	if manner != "" {
		code += "/" + manner
	}
	return p.Words(code)
}

func textOf(v any) law.Text {
	m, _ := v.(map[string]any)
	zh, _ := m["zh"].(string)
	en, _ := m["en"].(string)
	return law.Text{ZH: zh, EN: en}
}
