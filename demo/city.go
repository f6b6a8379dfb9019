package demo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/shuyu-project/shuyu/registry/catalogue"
)

// organisation is a body of the city.
type organisation struct {
	key, name string
	roles     []string
	form      string // legal form
	class     string // of a provider
	field     string
	people    []citizen
}

// citizen is an invented person with the seats they hold.
type citizen struct {
	login, name string
	seats       []post
}

type post struct {
	role   string
	powers []string
}

// City lists the bodies of the demonstration and their people. All are invented; the
// names say what each does.
var City = []organisation{
	{"datacity", "泰安市大数据局（演示）", []string{"authority"}, "administrative", "", "", []citizen{
		{"lin", "林审查", []post{{"authority", []string{"clerk", "reviewer"}}}},
		{"zhao", "赵批准", []post{{"authority", []string{"clerk", "approver"}}}},
		{"sun", "孙签署", []post{{"authority", []string{"signer"}}}},
	}},
	{"cityhall", "泰安市人民政府（演示）", []string{"government", "user"}, "administrative", "", "", []citizen{
		{"meng", "孟市府", []post{{"government", []string{"approver"}}}},
	}},
	{"civil", "市民政局（演示）", []string{"provider"}, "administrative", "administrative-organ", "民政", []citizen{
		{"he", "何民政", []post{{"provider", []string{"clerk", "reviewer", "approver"}}}},
	}},
	{"transport", "市交通运输局（演示）", []string{"provider", "sector"}, "administrative", "administrative-organ", "transport", []citizen{
		{"lu", "陆交通", []post{{"provider", []string{"clerk", "reviewer", "approver"}}, {"sector", []string{"clerk", "reviewer", "approver"}}}},
	}},
	{"labour", "市人力资源和社会保障局（演示）", []string{"provider"}, "administrative", "administrative-organ", "人社", []citizen{
		{"qin", "秦人社", []post{{"provider", []string{"clerk", "reviewer", "approver"}}}},
	}},
	{"market", "市市场监督管理局（演示）", []string{"provider"}, "administrative", "administrative-organ", "市监", []citizen{
		{"gu", "顾市监", []post{{"provider", []string{"clerk", "reviewer", "approver"}}}},
	}},
	{"taishan", "泰山智数运营公司（演示）", []string{"operator", "market-entity", "expert"}, "legal-person", "", "", []citizen{
		{"wu", "吴经办", []post{{"operator", []string{"clerk"}}, {"market-entity", []string{"clerk"}}}},
		{"han", "韩负责", []post{{"operator", []string{"approver", "signer"}}}},
		{"feng", "冯加工", []post{{"operator", []string{"worker"}}}},
		{"jia", "贾实习", []post{{"operator", []string{"worker"}}}},
		{"hx", "华专家", []post{{"expert", []string{"expert"}}}},
	}},
	{"daizong", "岱宗数科公司（演示）", []string{"operator", "market-entity"}, "legal-person", "", "", []citizen{
		{"shi", "石经办", []post{{"operator", []string{"clerk"}}}},
		{"tang", "唐负责", []post{{"operator", []string{"approver", "signer"}}}},
		{"yun", "云加工", []post{{"operator", []string{"worker"}}}},
	}},
	{"listed", "失信数据公司（演示）", []string{"operator"}, "legal-person", "", "", []citizen{
		{"ma", "马经办", []post{{"operator", []string{"clerk"}}}},
	}},
	{"institute", "岱岳研究院（演示）", []string{"expert"}, "legal-person", "", "", []citizen{
		{"e1", "专家甲", []post{{"expert", []string{"expert"}}}},
		{"e2", "专家乙", []post{{"expert", []string{"expert"}}}},
		{"e3", "专家丙", []post{{"expert", []string{"expert"}}}},
	}},
	{"bank", "某银行（演示）", []string{"user"}, "legal-person", "", "", []citizen{
		{"lei", "雷使用", []post{{"user", []string{"clerk"}}}},
	}},
	{"exchange", "某数据交易平台（演示）", []string{"exchange"}, "legal-person", "", "", nil},
	{"police", "市公安局（演示）", []string{"supervisor"}, "administrative", "", "", []citizen{
		{"du", "杜监督", []post{{"supervisor", []string{"supervisor"}}}},
	}},
}

// founding sets the installation up: the bootstrap secret is traded for the three
// administrators' invitations, and the first acceptance destroys it.
func founding() []step {
	steps := []step{{"初始化：口令换三名管理员的邀请码", "system", func(ctx context.Context, p *Play) (Line, error) {
		var made struct {
			Items []struct {
				Code   string `json:"code"`
				Person string `json:"person"`
				Login  string `json:"login"`
				Role   string `json:"role"`
			} `json:"items"`
		}
		if err := p.must(ctx, nil, http.MethodPost, "/v1/setup", form{"secret": p.Secret}, &made); err != nil {
			return Line{}, err
		}
		if len(made.Items) != 3 {
			return Line{}, fmt.Errorf("%d administrators instead of three: %w", len(made.Items), errUnexpected)
		}
		for _, a := range made.Items {
			p.invited(a.Role, a.Login, a.Role, a.Person, a.Code)
		}
		return Line{Outcome: "receipt", Code: "three-administrators", Articles: []string{"PF-10", "PF-22"}}, nil
	}}}
	for _, a := range []struct{ role, name string }{{"system-admin", "系统管理员"}, {"security-admin", "安全管理员"}, {"audit-admin", "审计管理员"}} {
		steps = append(steps, step{a.name + "接受邀请", a.role, func(ctx context.Context, p *Play) (Line, error) {
			return Line{Outcome: "receipt", Code: "account.secured", Articles: []string{"PF-22"}}, p.accept(ctx, a.role)
		}})
	}
	return steps
}

// settle enrols every body, opens the accounts of its people and gives them their seats:
// the system administrator proposes, the security administrator confirms.
func settle() []step {
	var steps []step
	for i, o := range City {
		steps = append(steps, open("登记单位："+o.name, "system-admin", "organisation", "enrol", nil,
			form{"name": o.name, "roles": toAny(o.roles), "creditCode": creditCode(i), "legalForm": o.form, "class": o.class, "workField": o.field}, "org-"+o.key),
			named(o.key))
		for _, c := range o.people {
			steps = append(steps, account(o, c))
			for _, s := range c.seats {
				as := "seat-" + c.login + "-" + s.role
				steps = append(steps,
					open("提出岗位："+c.name+" "+s.role, "system-admin", "seat", "propose", nil,
						form{"title": c.name, "person": "@" + c.login, "organisation": "#" + o.key, "role": s.role, "powers": toAny(s.powers)}, as),
					act("确认岗位："+c.name+" "+s.role, "security-admin", "$"+as, "confirm", nil))
			}
		}
	}
	return join(steps)
}

// named gives an organisation the name by which the script calls it. It is no step of
// its own and is folded into the one before.
func named(key string) step { return step{name: "#" + key} }

// join folds the naming marks into the steps before them.
func join(steps []step) []step {
	var joined []step
	for _, s := range steps {
		if s.do != nil {
			joined = append(joined, s)
			continue
		}
		key, last := s.name[1:], len(joined)-1
		enrol := joined[last].do
		joined[last].do = func(ctx context.Context, p *Play) (Line, error) {
			line, err := enrol(ctx, p)
			p.kept.Names["#"+key] = p.kept.Names["$org-"+key+".organisation"]
			return line, err
		}
	}
	return joined
}

// account opens a person's account and takes its invitation up. Where an interruption
// has swallowed the invitation, a new one is asked for.
func account(o organisation, c citizen) step {
	return step{"开立账户：" + c.name, "system-admin", func(ctx context.Context, p *Play) (Line, error) {
		a, err := p.command(ctx, "system-admin", "account", "enrol", nil,
			form{"name": c.name, "organisation": "#" + o.key, "login": c.login}, true)
		if err != nil {
			return Line{}, err
		}
		line, err := p.received(a, "account-"+c.login)
		if err != nil {
			return Line{}, err
		}
		var r receipt
		if err := a.decode(&r); err != nil {
			return Line{}, err
		}
		code, id := "", p.kept.Names["$account-"+c.login+".person"]
		if r.Invitation != nil {
			code = r.Invitation.Code
		} else if code, err = p.invitedAgain(ctx, id); err != nil {
			return Line{}, err
		}
		if code == "" {
			return Line{}, errors.New("the account came without an invitation")
		}
		p.invited(c.login, c.login, c.name, id, code)
		return line, p.accept(ctx, c.login)
	}}
}

// invitedAgain has a person invited anew whose first invitation was lost with the answer
// that showed it: each administrator is shown one half of the code.
func (p *Play) invitedAgain(ctx context.Context, id string) (string, error) {
	var halves []string
	for _, half := range []struct{ login, path string }{{"system-admin", "/invitation"}, {"security-admin", "/invitation/second"}} {
		w, err := p.as(ctx, half.login, "", true)
		if err != nil {
			return "", err
		}
		var shown struct {
			Code string `json:"code"`
		}
		if err := p.must(ctx, w, http.MethodPost, "/v1/persons/"+id+half.path, nil, &shown); err != nil {
			return "", err
		}
		halves = append(halves, shown.Code)
	}
	return strings.Join(halves, "."), nil
}

// creditCode makes a valid unified social credit code for an invented organisation.
func creditCode(i int) string {
	first := fmt.Sprintf("91370900MA%07d", 3000000+i*37)
	check, ok := catalogue.CreditCheck([]byte(first))
	if !ok {
		return first + "0"
	}
	return first + string(check)
}

func toAny(of []string) []any {
	all := make([]any, len(of))
	for i, s := range of {
		all[i] = s
	}
	return all
}
