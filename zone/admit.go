package zone

import (
	"context"
	"fmt"
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

// Policy carries the parameters of the rules applied here. They come from the platform's
// instrument, tightened by a jurisdiction's pack; unset is refused.
type Policy struct {
	Contributors int     // k: least distinct privacy units behind an aggregate (R2)
	Density      float64 // greatest share of distinct values to units of a group key (PF-Z12), in (0, 1]
	SampleRows   int64   // most rows of a development result
}

// Request asks for a job to be admitted. The caller re-reads grant, contract, holds and
// budget in the transaction that logs this reading; Admit looks at the query alone.
type Request struct {
	Job         string
	SQL         string
	Catalogue   Catalogue
	Projections []Projection
	Approved    string // production: the digest people approved (CodeDigest)
	Policy      Policy
	Isolation   Isolation // what the machine offers (work.Detect)
	Limits      Limits
}

// Admit reads a job's SQL through parser and answers the job as it may run, or a
// *law.Refusal with every ground: code, rule, place in the text and remedy. It is
// otherwise pure. Any other error means that the parser could not be asked.
func Admit(ctx context.Context, parser Parser, req Request) (Admitted, error) {
	bad := req.check()
	if len(req.SQL) > maxText || strings.ContainsRune(req.SQL, 0) {
		bad = append(bad, violation(CodeLength, UnitStatement, -1,
			law.Text{ZH: "语句过长或含有非法字符。", EN: "The query is too long or holds a forbidden character."},
			law.Text{ZH: "缩短语句。", EN: "Shorten it."}, law.Factf("limit bytes", "%d", maxText)))
		return Admitted{}, &law.Refusal{Violations: bad}
	}
	tree, err := parser.Parse(ctx, req.SQL)
	if err != nil {
		return Admitted{}, fmt.Errorf("parsing job %s: %w", req.Job, err)
	}
	r := &reader{tables: map[string]*Projection{}, reads: map[string]map[string]bool{}}
	for i := range req.Projections {
		r.tables[fold(req.Projections[i].Name)] = &req.Projections[i]
	}
	q := r.statement(tree)
	bad = append(bad, r.bad...)
	if len(bad) > 0 || q == nil {
		bad = append(bad, req.unapproved()...)
		place(req.SQL, bad)
		return Admitted{}, &law.Refusal{Violations: bad}
	}
	plan := plan{policy: req.Policy, limits: req.Limits, reads: r.reads}
	if req.Catalogue == Production {
		plan.govern(q)
	} else {
		plan.sample(q)
	}
	plan.bad = append(plan.bad, req.unapproved()...) // last: what the text may not do at all counts more
	if len(plan.bad) > 0 {
		place(req.SQL, plan.bad)
		return Admitted{}, &law.Refusal{Violations: plan.bad}
	}
	return Admitted{
		job: req.Job, catalogue: req.Catalogue, text: plan.text, source: CodeDigest(req.SQL),
		projections: req.used(q), columns: req.ordered(r.reads), outputs: plan.outputs,
		limits: req.Limits, isolation: req.Isolation,
	}, nil
}

// check looks at everything of a request but its text.
func (req Request) check() []law.Violation {
	var bad []law.Violation
	l := req.Limits
	if l.CPU <= 0 || l.Memory <= 0 || l.Wall <= 0 || l.BytesOut <= 0 || l.RowsOut <= 0 {
		bad = append(bad, violation(CodeLimits, UnitLimits, -1,
			law.Text{ZH: "作业没有完整的资源上限。", EN: "The job lacks a limit."},
			law.Text{ZH: "填写时间、处理器、内存、行数和字节数的上限。", EN: "State limits on time, processor, memory, rows and bytes."}))
	}
	p := req.Policy
	if p.Contributors < 2 || p.Density <= 0 || p.Density > 1 || p.SampleRows <= 0 {
		bad = append(bad, violation(CodePolicy, UnitMinimum, -1,
			law.Text{ZH: "披露规则的参数未设定。", EN: "The parameters of the disclosure rules are not set."},
			law.Text{ZH: "在政策包中设定。", EN: "Set them in the policy pack."}))
	}
	seen := map[string]bool{}
	for _, p := range req.Projections {
		bad = append(bad, p.check()...)
		if p.Catalogue != req.Catalogue {
			bad = append(bad, violation(CodeCatalogue, UnitCatalogues, -1,
				law.Text{ZH: "作业所用的投影不属于该作业的目录。", EN: "A projection belongs to the other catalogue."},
				law.Text{ZH: "开发作业只用开发目录，生产作业只用生产目录。", EN: "Use development projections in development, production projections in production."},
				law.Fact{Name: "projection", Value: p.Name}, law.Fact{Name: "catalogue", Value: string(p.Catalogue)}))
		}
		if seen[fold(p.Name)] {
			bad = append(bad, violation(CodeProjection, UnitNames, -1,
				law.Text{ZH: "两个投影同名。", EN: "Two projections have the same name."},
				law.Text{ZH: "由平台改名。", EN: "Have the platform rename one."}, law.Fact{Name: "projection", Value: p.Name}))
		}
		seen[fold(p.Name)] = true
	}
	if req.Catalogue != Production && req.Catalogue != Development {
		bad = append(bad, violation(CodeCatalogue, UnitCatalogues, -1,
			law.Text{ZH: "未写明作业属于开发还是生产。", EN: "The job does not say whether it is development or production."},
			law.Text{ZH: "写明目录。", EN: "State the catalogue."}))
	}
	if req.Catalogue == Production {
		bad = append(bad, req.Isolation.Refuses()...)
	}
	return bad
}

// unapproved refuses a text for production that people have not approved, to the letter.
func (req Request) unapproved() []law.Violation {
	digest := CodeDigest(req.SQL)
	if req.Catalogue != Production || req.Approved == digest {
		return nil
	}
	return []law.Violation{violation(CodeUnapproved, UnitApproved, -1,
		law.Text{ZH: "代码未经批准，或批准后有改动。", EN: "The code is not approved, or was changed after approval."},
		law.Text{ZH: "提交代码批准，按批准的原文提交作业。", EN: "Have it approved, and submit the very text that was."}, law.Fact{Name: "digest", Value: digest})}
}

// used keeps the projections that the query names; a child holds no other.
func (req Request) used(q *query) []Projection {
	named := map[string]bool{}
	q.eachRelation(func(rel *relation) {
		if rel.projection != nil {
			named[fold(rel.projection.Name)] = true
		}
	})
	var used []Projection
	for _, p := range req.Projections {
		if named[fold(p.Name)] {
			used = append(used, p)
		}
	}
	return used
}

// ordered lists the columns read of each projection in its own order; at least one, so
// that its rows can be counted.
func (req Request) ordered(reads map[string]map[string]bool) map[string][]string {
	all := map[string][]string{}
	for _, p := range req.Projections {
		key := fold(p.Name)
		for _, c := range p.Columns {
			if reads[key][c.Name] {
				all[key] = append(all[key], c.Name)
			}
		}
		if len(all[key]) == 0 && len(p.Columns) > 0 {
			all[key] = []string{p.Columns[0].Name}
		}
	}
	return all
}

func (q *query) eachRelation(visit func(*relation)) {
	for _, c := range q.ctes {
		c.query.eachRelation(visit)
	}
	if q.set != nil {
		q.set.left.eachRelation(visit)
		q.set.right.eachRelation(visit)
		return
	}
	for _, j := range q.sel.from {
		visit(j.with)
		if j.with.derived != nil {
			j.with.derived.eachRelation(visit)
		}
	}
}

// plan is the printed query with the meaning of its columns.
type plan struct {
	policy  Policy
	limits  Limits
	reads   map[string]map[string]bool
	bad     []law.Violation
	text    string
	outputs []Output
}

func (p *plan) refuse(code, unit string, at int, says, remedy law.Text, facts ...law.Fact) {
	p.bad = append(p.bad, violation(code, unit, at, says, remedy, facts...))
}

// sample admits a development query: any admitted form over masked samples or dummy
// data, cut to the policy's number of rows.
func (p *plan) sample(q *query) {
	if q.sel != nil && len(q.sel.from) == 0 {
		p.fromless(q)
		return
	}
	most := min(p.policy.SampleRows, p.limits.RowsOut)
	if q.limit == nil || *q.limit > most {
		q.limit = &most
	}
	if q.sel != nil {
		nameOutputs(q.sel.items)
	}
	var w strings.Builder
	q.print(&w)
	p.text = w.String()
	for i, c := range q.columns() {
		name := c.Name
		if name == "" {
			name = fmt.Sprintf("column_%d", i+1)
		}
		p.outputs = append(p.outputs, Output{Name: name, Kind: OutputRow})
	}
}

func (p *plan) fromless(q *query) {
	p.refuse(CodeForm, UnitStatement, int(q.pos),
		law.Text{ZH: "语句没有 FROM。", EN: "The query has no FROM."}, law.Text{ZH: "从授权的表中查询。", EN: "Query a granted table."})
}

// nameOutputs gives every output a name that no other has.
func nameOutputs(items []item) {
	seen := map[string]bool{}
	for i := range items {
		name := items[i].name
		if name == "" {
			name = fmt.Sprintf("column_%d", i+1)
		}
		unique := name
		for n := 2; seen[fold(unique)]; n++ {
			unique = fmt.Sprintf("%s_%d", name, n)
		}
		seen[fold(unique)] = true
		items[i].name = unique
	}
}
