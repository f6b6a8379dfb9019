package api

import (
	"fmt"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
)

// ruleKinds are the words for the kinds of rules, as those who apply them say.
var ruleKinds = map[pack.Kind]law.Text{
	pack.KindTerm:        {ZH: "用语", EN: "Term"},
	pack.KindLabel:       {ZH: "名称", EN: "Label"},
	pack.KindRole:        {ZH: "角色", EN: "Role"},
	pack.KindCompetence:  {ZH: "权限", EN: "Competence"},
	pack.KindSeparation:  {ZH: "分离和回避", EN: "Separation"},
	pack.KindProcedure:   {ZH: "程序", EN: "Procedure"},
	pack.KindStep:        {ZH: "步骤", EN: "Step"},
	pack.KindPeriod:      {ZH: "期限", EN: "Period"},
	pack.KindLimit:       {ZH: "限度", EN: "Limit"},
	pack.KindGate:        {ZH: "条件", EN: "Condition"},
	pack.KindProhibition: {ZH: "禁止", EN: "Prohibition"},
	pack.KindContent:     {ZH: "材料内容", EN: "Contents of a document"},
	pack.KindDuty:        {ZH: "义务", EN: "Duty"},
	pack.KindRetention:   {ZH: "保存期限", EN: "Retention"},
	pack.KindDisclosure:  {ZH: "公开", EN: "Disclosure"},
	pack.KindEffect:      {ZH: "办理结果", EN: "Effect"},
	pack.KindReading:     {ZH: "解释", EN: "Reading"},
	pack.KindPriority:    {ZH: "优先次序", EN: "Priority"},
	pack.KindFunction:    {ZH: "平台功能", EN: "Function of the platform"},
	pack.KindPrecedence:  {ZH: "文本之间的次序", EN: "Precedence among texts"},
	pack.KindControl:     {ZH: "平台控制", EN: "Control of the platform"},
	pack.KindFigure:      {ZH: "计算", EN: "Figure"},
}

// titleIn is the title or word that a rule gives to what it is about.
func titleIn(body map[string]any) *law.Text {
	for _, name := range []string{"title", "word"} {
		named, _ := body[name].(map[string]any)
		if zh, _ := named["zh"].(string); zh != "" {
			en, _ := named["en"].(string)
			return &law.Text{ZH: zh, EN: en}
		}
	}
	return nil
}

// stepsIn names the steps at which a rule speaks: "资源登记 · 提交申请".
func stepsIn(p *pack.Pack, body map[string]any) []law.Text {
	at := []law.Text{}
	for _, list := range []string{"steps", "on"} {
		steps, _ := body[list].([]any)
		for _, name := range steps {
			procedure, of, _ := strings.Cut(fmt.Sprint(name), ".")
			if def, ok := p.Procedure(procedure); ok {
				if step, ok := def.Step(of); ok {
					at = append(at, law.Text{ZH: def.Title.ZH + " · " + step.Title.ZH, EN: def.Title.EN + " · " + step.Title.EN})
				}
			}
		}
	}
	return at
}
