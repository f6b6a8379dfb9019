package demo

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// flightColumns are the columns of the open flight data, as the platform reads them.
var flightColumns = []string{"date", "delay", "distance", "origin", "destination"}

// punctuality is the query of the punctuality index, as its provider approves it.
const punctuality = "SELECT origin, count(*) AS flights, avg(delay) AS mean_delay FROM flights GROUP BY origin"

// processing works in the operating domain: masked samples to look at, full data that
// nobody sees, and what admission refuses.
func processing() []step {
	income := "SELECT occupation, count(DISTINCT person) AS people, avg(wage) AS mean_wage FROM wages GROUP BY occupation"
	cards := "SELECT holder_sm3, sum(rides) AS rides FROM cards GROUP BY holder_sm3"
	flights := links("scenario", "$need-flights.scenario")
	wages := links("scenario", "$need-wages.scenario")
	s := []step{
		refused("未备案的加工人员提交作业", "jia:operator", "job", "submit", flights, job("试算", "development", punctuality, "need-flights"), want{code: "person.not-admitted", unit: "TA-28.c"}),
		look("在脱敏样本上试查", "feng:operator", "$need-flights.scenario", job("看样本", "development", "SELECT origin, destination, delay FROM flights LIMIT 20", "need-flights")),
		refused("读取服务器上的文件", "feng:operator", "job", "submit", flights, job("读文件", "production", "SELECT * FROM read_csv('/etc/passwd')", "need-flights"), want{code: "table.function", unit: "PF-Z02"}),
		refused("查询单个人的工资", "feng:operator", "job", "submit", wages, job("查一个人", "production", "SELECT avg(wage) FROM wages WHERE person = 'P100001'", "need-wages"), want{code: "identifier.used", unit: "PF-Z10"}),
		refused("逐行取出原始数据", "feng:operator", "job", "submit", flights, job("取原始数据", "production", "SELECT * FROM flights", "need-flights"), want{code: "output.raw", unit: "PF-Z08"}),
		refused("用别家运营机构的授权：对其不存在", "yun:operator", "job", "submit", links("scenario", "$need-villages.scenario"), job("借用", "production", punctuality, "need-flights"), want{code: "thing.unseen", unit: "PF-03"}),
		refused("运行无人批准的代码", "feng:operator", "job", "submit", flights, job("航线准点指数", "production", punctuality, "need-flights"), want{code: "code.unapproved", unit: "PF-Z05"}),
	}
	for _, text := range []struct{ title, sql, key, demand, resource, provider string }{
		{"航线准点指数", punctuality, "index", "need-flights", "flights", "lu"}, {"就业收入统计", income, "income", "need-wages", "wages", "qin"},
		{"持卡人出行", cards, "cards", "need-cards", "cards", "lu"},
	} {
		s = append(s, approving(text.title, text.sql, text.key, "feng", text.demand, text.resource, text.provider)...)
	}
	return append(s, []step{
		open("提交作业：航线准点指数", "feng:operator", "job", "submit", flights, job("航线准点指数", "production", punctuality, "need-flights"), "job-index"),
		arrives("隔离运行，结果封存", "feng:operator", "$job-index", "produced"),
		open("提交作业：就业收入统计", "feng:operator", "job", "submit", wages, job("就业收入统计", "production", income, "need-wages"), "job-income"),
		arrives("隔离运行，结果封存", "feng:operator", "$job-income", "produced"),
		open("提交作业：按持卡人杂凑汇总", "feng:operator", "job", "submit", links("scenario", "$need-cards.scenario"),
			job("持卡人出行", "production", cards, "need-cards"), "job-cards"),
		arrives("隔离运行，结果封存", "feng:operator", "$job-cards", "produced"),
		open("在开发环境取样五十行", "feng:operator", "job", "submit", flights, job("样本五十行", "development", "SELECT date, origin, destination, delay FROM flights LIMIT 50", "need-flights"), "job-rows"),
		arrives("隔离运行，结果封存", "feng:operator", "$job-rows", "produced"),
	}...)
}

// approving has a provider approve what a data worker will run in production.
func approving(title, sql, key, worker, demand, resource, provider string) []step {
	return []step{
		filing("提交代码批准："+title, title, sql, key, worker, demand, resource),
		act("提供单位批准代码："+title, provider+":provider", "$code-"+key, "approve", form{"reasons": "只作汇总，限于场景所需"}),
	}
}

func filing(name, title, sql, key, worker, demand, resource string) step {
	return open(name, worker+":operator", "code", "submit", map[string]string{"grant": "$" + demand + ".grant", "resource": "$" + resource + ".resource"},
		form{"title": title, "grants": []any{"$" + demand + ".grant"}, "sql": sql}, "code-"+key)
}

// look runs a development query and holds its answer to be masked.
func look(name, who, scenario string, f form) step {
	return step{name, who, func(ctx context.Context, p *Play) (Line, error) {
		login, role := seat(who)
		w, err := p.as(ctx, login, role, false)
		if err != nil {
			return Line{}, err
		}
		var out struct {
			Mark string  `json:"mark"`
			Rows [][]any `json:"rows"`
		}
		body := form{"scenario": p.name(scenario), "sql": f["sql"]}
		if err := p.must(ctx, w, http.MethodPost, "/v1/workspaces/query", body, &out, "Idempotency-Key", fmt.Sprintf("demo-%d", p.kept.Done)); err != nil {
			return Line{}, err
		}
		if out.Mark != "masked-sample" || len(out.Rows) == 0 {
			return Line{}, fmt.Errorf("%d rows marked %q: %w", len(out.Rows), out.Mark, errUnexpected)
		}
		return Line{Outcome: "receipt", Code: out.Mark, Articles: []string{"PF-Z04"}}, nil
	}}
}

// exporting examines outputs, has two experts vote blind, and releases what may leave.
func exporting() []step {
	s := []step{}
	for _, o := range []struct{ key, title, use string }{{"index", "航线准点指数", "航线准点指数"}, {"income", "就业收入统计", "就业收入统计"}} {
		c := "$out-" + o.key
		s = append(s,
			open("申请出域："+o.title, "wu:operator", "review", "submit", links("output", "$job-"+o.key+".output"), form{"description": o.title + "，按组汇总，样本数见结果", "use": o.use}, "out-"+o.key),
			arrives("平台逐条检查披露风险", "wu:operator", c, "examined"))
		if o.key == "index" {
			s = append(s, refused("未经专家审核就出域", "zhao:authority", c, "release", nil, nil, want{code: "review.missing", unit: "TA-26.b"}))
		}
		s = append(s,
			act("组织两名专家", "zhao:authority", c, "appoint", form{"members": []any{"@e1", "@e2"}}),
			act("专家声明", "e1:expert", c, "declare", form{}),
			act("专家声明", "e2:expert", c, "declare", form{}),
			act("专家独立审核", "e1:expert", c, "vote", form{"for": true, "reasons": "合规"}),
			act("专家独立审核", "e2:expert", c, "vote", form{"for": true, "reasons": "安全"}),
			act("批准出域", "zhao:authority", c, "approve", form{"reasons": "同意"}),
			act("出域", "zhao:authority", c, "release", nil))
	}
	s = append(s,
		open("申请出域：样本行", "wu:operator", "review", "submit", links("output", "$job-rows.output"), form{"description": "五十行样本", "use": "航线准点指数"}, "out-rows"),
		arrives("平台逐条检查披露风险", "wu:operator", "$out-rows", "examined"),
		refused("含原始记录的结果出域", "zhao:authority", "$out-rows", "release", nil, nil, want{code: "output.raw", unit: "TA-19.b"}),
		act("不予出域", "zhao:authority", "$out-rows", "refuse", form{"reasons": "含原始记录"}))
	return append(s,
		open("申请出域：持卡人杂凑表", "wu:operator", "review", "submit", links("output", "$job-cards.output"), form{"description": "持卡人出行次数", "use": "站点客流"}, "out-cards"),
		arrives("平台逐条检查披露风险", "wu:operator", "$out-cards", "examined"),
		refused("可用对照表还原的结果出域", "zhao:authority", "$out-cards", "release", nil, nil, want{code: "output.restorable", unit: "TA-26.p2.b"}),
		act("不予出域", "zhao:authority", "$out-cards", "refuse", form{"reasons": "可以还原"}))
}

// delivering registers, lists, prices and hands over the product.
func delivering() []step {
	order := func(scenario string) form {
		return form{"scenario": scenario, "way": "interface", "price": 5000, "until": "2025-12-31"}
	}
	return []step{
		refused("把产品登记到未获批的场景", "wu:operator", "product", "register", links("output", "$job-index.output"),
			form{"title": "航线准点指数", "form": "report", "scenario": "$need-wages.scenario", "description": "月度"}, want{code: "product.other-scenario", unit: "TA-26.p2"}),
		open("产品登记", "wu:operator", "product", "register", links("output", "$job-index.output"),
			form{"title": "航线准点指数", "form": "service", "scenario": "$need-flights.scenario", "description": "各机场平均延误"}, "product"),
		act("在数据交易平台挂牌", "wu:operator", "$product", "list", form{"venue": "#exchange", "number": "TS-2025-001"}),
		act("定价", "wu:operator", "$product", "price", form{"price": 5000, "basis": "成本加合理收益"}),
		open("银行订购，用于别的场景", "lei:user", "delivery", "order", links("product", "$product.product"), order("$need-wages.scenario"), "wrong-order"),
		refused("交付给未获批的场景", "wu:operator", "$wrong-order", "deliver", nil, form{"dailyQuota": 100, "totalQuota": 1000}, want{code: "delivery.other-scenario", unit: "TA-26.p2"}),
		open("银行订购", "lei:user", "delivery", "order", links("product", "$product.product"), order("$need-flights.scenario"), "order"),
		act("以接口交付", "wu:operator", "$order", "deliver", form{"dailyQuota": 3, "totalQuota": 1000}),
		call("银行调用接口并计量", "lei:user", "$order.delivery", "$need-flights.scenario", "origin", "SEA", 200),
		call("用于别的场景的调用", "lei:user", "$order.delivery", "$need-wages.scenario", "origin", "SEA", 400),
	}
}

// call uses a data interface with its key, as the recipient's system would.
func call(name, who, delivery, scenario, column, value string, status int) step {
	return step{name, who, func(ctx context.Context, p *Play) (Line, error) {
		login, role := seat(who)
		w, err := p.as(ctx, login, role, true)
		if err != nil {
			return Line{}, err
		}
		var key struct {
			Secret string `json:"secret"`
		}
		id := p.name(delivery)
		if err := p.must(ctx, w, http.MethodGet, "/v1/deliveries/"+id+"/key", nil, &key); err != nil {
			return Line{}, err
		}
		query := url.Values{column: {value}}
		a, err := p.call(ctx, nil, http.MethodGet, "/v1/data/"+id+"?"+query.Encode(), nil, "X-Delivery-Key", key.Secret, "X-Scenario", p.name(scenario))
		if err != nil {
			return Line{}, err
		}
		if status >= 400 {
			return refusal(a, nil)
		}
		if a.Status != status || !strings.Contains(string(a.Body), value) {
			return Line{}, fmt.Errorf("it answered %d: %s: %w", a.Status, cut(a.Body), errUnexpected)
		}
		return Line{Outcome: "receipt", Code: "metered", Articles: []string{"PF-17"}}, nil
	}}
}
