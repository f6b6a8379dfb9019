package portal

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

// stop is one station of the guided tour of the main job.
type stop struct {
	Title, Do law.Text
	Name      string // of whoever goes there, as the list of accounts has it
	Login     string // who goes there; "" for the public
	Role      string // in which of their seats
	To        string // address: below the console for somebody, of the portal for the public
	Cite      law.Citation
	Watch     bool // it was played already and is looked at; the others are done by whoever walks
}

// The tour goes through the main job in the order of the law. What the city's story has
// done is looked at where it happened; from the notice that runs at its end, and the
// output that waits for its second expert, it is walked to a delivered product.
var tour = []stop{
	{Watch: true, Title: law.Text{ZH: "编目与登记", EN: "Catalogue and registration"}, Login: "he", Role: "provider", To: "/cases?procedure=registration", Cite: unit("TA-09.1"),
		Do: law.Text{ZH: "打开任意一件：材料逐项核对，办理过程里每一步都有日志证明，被拒绝的申请也在其中。", EN: "Open any: its documents are ticked one by one, each step has its proof in the log, and what was refused stands there too."}},
	{Watch: true, Title: law.Text{ZH: "授权：申报、盲评、公示与签约", EN: "Authorisation: call, blind review, notice, signatures"}, Login: "zhao", Role: "authority", To: "/cases?procedure=agreement", Cite: unit("TA-14.3"),
		Do: law.Text{ZH: "打开一份协议，从“所涉及的登记内容”走到申报和轮次：专家各自打分，全部提出以前互不可见。", EN: "Open an agreement and follow what it is about to the application and the call: each expert scored alone, unseen until all had."}},
	{Watch: true, Title: law.Text{ZH: "需求与供给", EN: "Demand and supply"}, Login: "lu", Role: "provider", To: "/cases?procedure=demand", Cite: unit("TA-16"),
		Do: law.Text{ZH: "一份申请只写一个场景；提供单位同意以后才供给。", EN: "One scenario in one application; data is supplied once its provider has consented."}},
	{Watch: true, Title: law.Text{ZH: "在运营域加工", EN: "Work in the operating domain"}, Login: "yun", Role: "operator", To: "/cases?procedure=job", Cite: unit("TA-26.p2"),
		Do: law.Text{ZH: "加工人员只见脱敏样本；全量数据在隔离环境里运行，结果封存，等待出域审核。", EN: "A data worker sees masked samples only; full data runs in isolation and its result is sealed until it is examined."}},
	{Title: law.Text{ZH: "第二位专家独立审核", EN: "The second expert judges alone"}, Login: "e2", Role: "expert", To: "/inbox", Cite: unit("TA-26.b"),
		Do: law.Text{ZH: "待办里有“行业工资统计”的出域审核：看检查结果，选择同意，写理由。第一位专家的意见此时看不到。", EN: "The inbox holds the examination of “行业工资统计”: read what was found, agree, and say why. What the first expert said is not shown yet."}},
	{Title: law.Text{ZH: "批准并出域", EN: "Approve, and release"}, Login: "zhao", Role: "authority", To: "/cases?procedure=review&open=true", Cite: unit("TA-26.b"),
		Do: law.Text{ZH: "打开这件出域审核，先批准，再出域。", EN: "Open that examination; approve it, then release the output."}},
	{Title: law.Text{ZH: "产品登记、挂牌、定价", EN: "Register, list and price the product"}, Login: "shi", Role: "operator", To: "/cases/new/product/register", Cite: unit("TA-26.p2"),
		Do: law.Text{ZH: "选出域的结果和“行业工资统计”场景，填名称和形态；登记后在事项页挂牌、定价。", EN: "Choose the released output and the scenario “行业工资统计”; once registered, list and price it on the page of the case."}},
	{Title: law.Text{ZH: "使用方订购", EN: "The recipient orders"}, Login: "lei", Role: "user", To: "/cases/new/delivery/order", Cite: unit("TA-26.p2"),
		Do: law.Text{ZH: "选刚登记的产品和同一场景，方式选接口或文件。选别的场景试试：系统会说明为什么不行。", EN: "Choose the product and the same scenario, by interface or as a file. Try another scenario: it says why not."}},
	{Title: law.Text{ZH: "交付", EN: "Deliver"}, Login: "shi", Role: "operator", To: "/inbox", Cite: unit("TA-26.p2"),
		Do: law.Text{ZH: "待办里打开订单并交付：产品到了使用方手里，主要流程走完。", EN: "Open the order in the inbox and deliver: the product has reached its recipient."}},
	{Title: law.Text{ZH: "公示期满才能登记", EN: "Registered only when its notice has run"}, Login: "zhao", Role: "authority", To: "/cases?procedure=registration&open=true", Cite: unit("TA-09.3"),
		Do: law.Text{ZH: "先看“为什么不能办理”，再用上面的时钟前进 10 天，回来准予登记并发证。", EN: "First read why it cannot be done; then move the clock above on by ten days, come back, register and certify."}},
	{Title: law.Text{ZH: "核对日志", EN: "Check the log"}, To: "/log", Cite: law.Citation{},
		Do: law.Text{ZH: "任何人都能取检查点，证明刚才的每一步都在日志里、没有改动。", EN: "Anybody takes the checkpoint and proves that every step just taken is in the log, unchanged."}},
}

func unit(id string) law.Citation { return law.Citation{Instrument: "taian", Unit: id} }

// tour is the tour with the names of its people, and with those articles that the pack in
// force has.
func (pg *page) tour(accounts []Account) []stop {
	shown := make([]stop, len(tour))
	copy(shown, tour)
	for i, one := range shown {
		if _, known := pg.Pack.Unit(one.Cite); !known {
			shown[i].Cite = law.Citation{}
		}
		for _, account := range accounts {
			if account.Login == one.Login {
				shown[i].Name = account.Name
			}
		}
	}
	return shown
}

// demoEnter signs somebody of the demonstration in and leads them into the console.
func (p *Portal) demoEnter(pg *page) error {
	if p.Console == "" {
		return errNotFound
	}
	const path = "/v1/demo/session"
	reply, err := pg.put(http.MethodPost, path, map[string]string{"login": pg.r.PostFormValue("login"), "role": pg.r.PostFormValue("role")})
	if err != nil {
		return err
	}
	problem, err := reply.read(path, nil)
	if err != nil {
		return err
	}
	if problem != nil {
		return pg.demonstration(Demonstration{Problem: problem})
	}
	for _, cookie := range reply.header.Values("Set-Cookie") {
		pg.w.Header().Add("Set-Cookie", cookie)
	}
	pg.moved = strings.TrimSuffix(p.Console, "/") + inConsole(pg.r.PostFormValue("to"))
	return nil
}

// inConsole keeps an address to pages of the console: a form sends nobody elsewhere.
func inConsole(to string) string {
	at, err := url.Parse(to)
	if err != nil || at.IsAbs() || at.Host != "" || !strings.HasPrefix(at.Path, "/") || strings.Contains(at.Path, "..") {
		return "/inbox"
	}
	return at.EscapedPath() + map[bool]string{true: "?" + at.RawQuery}[at.RawQuery != ""]
}
