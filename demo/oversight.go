package demo

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
)

// amendListed puts the dishonest company on the list it stands on.
func amendListed() step {
	return act("记入失信名单", "lin:authority", "$org-listed", "amend", form{"reason": "名单查询结果", "standingOn": "2025-01-14", "lists": []any{"serious-dishonesty"}})
}

// object is the public's objection, without an account: its grounds, and what else the
// document asks.
func object(name, target string, objection form) step {
	return step{name, "public", func(ctx context.Context, p *Play) (Line, error) {
		besides := maps.Clone(objection)
		delete(besides, "grounds")
		body := form{"case": p.name(target), "grounds": objection["grounds"]}
		if len(besides) > 0 {
			body["form"] = besides
		}
		a, err := p.call(ctx, nil, http.MethodPost, "/v1/public/objections", body)
		if err != nil {
			return Line{}, err
		}
		return p.received(a, "")
	}}
}

// overseeing is the half-year: reports, an evaluation that fails, suspension,
// rectification and restoration; and one authorisation that runs out.
func overseeing() []step {
	report := form{"until": "2025-06-30", "storage": "见附", "processing": "见附", "analysis": "见附", "security": "见附", "market": "见附"}
	return []step{
		until("2025-06-30", "半年报告到期"),
		open("提交半年运营报告", "wu:operator", "report", "submit", links("agreement", "$agr-taishan.agreement"), report, "half-year"),
		open("启动评估", "lin:authority", "evaluation", "open", links("agreement", "$agr-taishan.agreement"), nil, "evaluation"),
		act("评估不合要求：责令整改并暂停权限", "zhao:authority", "$evaluation", "conclude", form{"outcome": "fail", "reasons": "账号管理不严", "orders": "收回共用账号"}),
		refused("暂停期间提交作业", "feng:operator", "job", "submit", links("scenario", "$need-flights.scenario"), job("暂停中", "production", punctuality, "need-flights"), want{code: "permission.suspended", unit: "TA-24.p2"}),
		call("暂停期间调用接口", "lei:user", "$order.delivery", "$need-flights.scenario", "origin", "SEA", 400),
		act("报告整改", "wu:operator", "$evaluation.opened1", "report", form{"measures": "共用账号已收回", "evidence": []any{written("整改证明材料")}}),
		refused("自己验收自己的整改", "han:operator", "$evaluation.opened1", "accept", nil, form{"reasons": "自认合格"}, want{code: "competence.missing", unit: "TA-24.p2.b"}),
		act("验收合格，恢复权限", "zhao:authority", "$evaluation.opened1", "accept", form{"reasons": "整改到位"}),
		open("恢复后提交作业", "feng:operator", "job", "submit", links("scenario", "$need-flights.scenario"), job("恢复后", "production", punctuality, "need-flights"), "job-restored"),
		arrives("恢复后作业完成", "feng:operator", "$job-restored", "produced"),
		open("提出暂停建议", "zhao:authority", "hold", "propose", links("agreement", "$agr-daizong.agreement"), form{"reason": "例行检查发现疑点"}, "hold"),
		refused("批准自己提出的暂停建议", "zhao:authority", "$hold", "impose", nil, nil, want{code: "separation.person", unit: "PF-07"}),
		act("撤回暂停建议", "zhao:authority", "$hold", "drop", nil),
		until("2025-08-20", "岱宗数科授权届满"),
		refused("届满后提交作业", "yun:operator", "job", "submit", links("scenario", "$need-villages.scenario"),
			job("届满后", "production", "SELECT provinceCode, count(*) AS villages FROM villages GROUP BY provinceCode", "need-villages"), want{code: "permission.expired", unit: "TA-14.6"}),
	}
}

// closing ends the other authorisation early: access withdrawn, working data destroyed,
// both sides attest, certificates say so.
func closing() []step {
	return []step{
		refused("市大数据局自行批准自己提出的退出", "lin:authority", "exit", "apply", links("agreement", "$agr-taishan.agreement"), form{"reason": "代办", "lastDay": "2025-08-31", "arrangements": "无"}, want{code: "competence.missing", unit: "PF-02"}),
		open("运营机构申请退出", "han:operator", "exit", "apply", links("agreement", "$agr-taishan.agreement"), form{"reason": "业务调整", "lastDay": "2025-08-31", "arrangements": "使用方转由他方服务"}, "exit"),
		act("受理退出，停止使用", "zhao:authority", "$exit", "accept", nil),
		arrives("工作数据销毁", "zhao:authority", "$exit", "destroyed"),
		act("运营机构证明未留存副本", "han:operator", "$exit", "attest", form{"statement": "未留存任何副本", "noCopies": true}),
		act("市大数据局证明", "sun:authority", "$exit", "attest", form{"statement": "平台副本已销毁", "noCopies": true}),
		call("退出后调用接口", "lei:user", "$order.delivery", "$need-flights.scenario", "origin", "SEA", 400),
		unseen("公众看不到的：他人的协议", "shi:operator", "GET", "/v1/cases/$agr-taishan"),
	}
}

// confirmVersion confirms how each column is held; where the script does not say, every
// column is held as the resource is.
func confirmVersion(h holding) step {
	return step{"逐列确认分级：" + h.title, h.by, func(ctx context.Context, p *Play) (Line, error) {
		login, role := seat(h.by)
		w, err := p.as(ctx, login, role, false)
		if err != nil {
			return Line{}, err
		}
		version := p.name("$" + h.key + ".version")
		var v struct {
			Facts struct {
				Columns []string `json:"columns"`
				BadRows int      `json:"badRows"`
			} `json:"facts"`
		}
		if err := p.must(ctx, w, http.MethodGet, "/v1/registers/version/"+version, nil, &v); err != nil {
			return Line{}, err
		}
		if len(v.Facts.Columns) == 0 {
			return Line{}, fmt.Errorf("version %s has no columns: %w", version, errUnexpected)
		}
		columns := []any{}
		for _, name := range v.Facts.Columns {
			columns = append(columns, held(h, name))
		}
		a, err := p.command(ctx, h.by, "$"+h.key, "confirm-version", nil, form{"columns": columns, "acceptedBadRows": v.Facts.BadRows}, true)
		if err != nil {
			return Line{}, err
		}
		return p.received(a, h.key)
	}}
}

func held(h holding, name string) form {
	f := form{"name": name, "class": h.class, "level": h.level, "role": "none"}
	if h.unit != "none" {
		f["role"] = "SA"
	}
	if name == h.unitColumn {
		f["role"] = "ID"
	}
	for _, c := range h.columns {
		if c.name == name {
			f["level"], f["role"] = c.level, c.role
		}
	}
	return f
}

// Certificates hands out every certificate of the city as a bundle that verifies offline.
func (p *Play) Certificates(ctx context.Context, give func(id string, body io.Reader) error) error {
	login, role := seat(p.Script.clerk)
	w, err := p.as(ctx, login, role, false)
	if err != nil {
		return err
	}
	cursor := ""
	for {
		var page struct {
			Items []struct {
				ID string `json:"id"`
			} `json:"items"`
			Next string `json:"next"`
		}
		if err := p.must(ctx, w, http.MethodGet, "/v1/registers/certificate?limit=100&cursor="+cursor, nil, &page); err != nil {
			return err
		}
		for _, c := range page.Items {
			a, err := p.call(ctx, w, http.MethodGet, "/v1/certificates/"+c.ID, nil)
			if err != nil {
				return err
			}
			if a.Status != http.StatusOK {
				return fmt.Errorf("certificate %s: %s: %w", c.ID, cut(a.Body), errUnexpected)
			}
			if err := give(c.ID, bytes.NewReader(a.Body)); err != nil {
				return err
			}
		}
		if page.Next == "" {
			return nil
		}
		cursor = page.Next
	}
}
