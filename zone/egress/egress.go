// Package egress examines what is about to leave the operating domain: the exact
// bytes that are held, every rule, every finding, and then two people who do not see
// each other's vote until both have voted.
//
// It releases nothing. A report is evidence for people; a fail blocks, and what could
// not be measured is said to be not determinable and never shown as a pass. The
// bytes that leave are not those that came in: [Rewrite] writes them anew, sorted and
// without metadata, so that nothing rides along.
//
// What newcomers get wrong: the description of the columns is a claim of the author.
// Wherever the source can contradict it, it is read and asked.
package egress

import (
	"context"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone/privacy"
)

// Unit is the privacy unit of the data an output was made from. The zero value is
// undeclared and fails R1.
type Unit string

const (
	Person     Unit = "person"
	Household  Unit = "household"
	Enterprise Unit = "enterprise"
	NoUnit     Unit = "none" // places, flights, weather: declared by the provider, confirmed by the authority
)

func (u Unit) known() bool {
	return u == Person || u == Household || u == Enterprise || u == NoUnit
}

// private reports whether there is someone to protect: R1–R3, R6 and R16 apply then.
func (u Unit) private() bool { return u.known() && u != NoUnit }

// Context is everything about an output that is not in its bytes. It is filled by the
// platform, except Purpose, which the author writes.
type Context struct {
	Parameters privacy.Parameters // of the profile the output leaves under, tightened by the pack
	Unit       Unit               // of the sources; the strictest where there are several
	Health     bool               // about the health of persons: R2's higher bar
	Attested   bool               // the zone itself computed the contributors columns from the admitted plan
	Purpose    string             // what the output is for and how it was made; R20 demands it
	Sources    []Source           // everything the job could read; none makes R18.1 not determinable
	Domains    []Domain           // small domains to brute-force in R18.3
}

// Examine runs every check on a and reports every finding; it never stops at the
// first. It returns an error only when it was interrupted or a source could not be
// read: a file that cannot be understood is a finding.
//
// Time: one or two passes over each source, and for R18.3 at most the size of the
// declared domains times the number of hash functions; memory is bounded by the
// artefact and the number of distinct units. 〔platform R1–R3, R6–R8, R16, R18–R20〕
func Examine(ctx context.Context, a Artefact, c Context) (Report, error) {
	r := Report{Name: a.Name, Format: a.Format, Profile: c.Parameters.Profile, Unit: c.Unit, Artefact: Digest(a.Bytes)}
	table, findings := open(a, c.Parameters)
	r.add(findings...)
	r.add(statement(c), declaredUnit(c))
	if table == nil {
		r.add(unreadable(c)...)
		return r.close(), nil
	}
	e := examination{ctx: ctx, a: a, c: c, t: *table}
	r.add(e.described()...)
	r.add(e.disclosure()...)
	more, err := e.reversibility()
	if err != nil {
		return Report{}, err
	}
	r.add(more...)
	r.add(e.residue()...)
	if bytes, err := rewrite(*table, a, c.Parameters); err == nil {
		r.Release, r.Rows = Digest(bytes), len(table.Rows)
	}
	return r.close(), nil
}

// examination holds what every check needs; it lives for one Examine.
type examination struct {
	ctx context.Context
	a   Artefact
	c   Context
	t   Table
}

// unreadable says of every rule that needs the table that it could not be run.
func unreadable(c Context) []privacy.Finding {
	var findings []privacy.Finding
	for _, rule := range []string{"R2", "R3", "R6", "R7", "R8", "R16", "R18.1", "R18.2", "R18.3"} {
		findings = append(findings, notRun(rule, "", law.Text{
			ZH: "文件无法读取为表格，本项检查未能进行。", EN: "The file cannot be read as a table; this check could not be run."}))
	}
	return findings
}

// CodeNotRun says that a check could not be run.
const CodeNotRun = "check.not-run"

func notRun(rule, column string, says law.Text) privacy.Finding {
	return privacy.Finding{
		Rule: rule, Code: CodeNotRun, Outcome: privacy.NotDeterminable, Cite: law.Platform(rule), Column: column,
		Parameter: "measurable", Measured: "not determinable", Threshold: "measured", Source: privacy.FloorSource, Says: says,
		Remedy: law.Text{ZH: "请补充所需的说明或计数后重新提交；否则由两名审查人员判断。", EN: "Supply the description or counts that are missing and submit again; otherwise two reviewers have to judge."},
	}
}

// Codes of R1 and R20 that rest on the context alone.
const (
	CodeUnit             = "unit.declared"
	CodeUnitUndeclared   = "unit.undeclared"
	CodeStatement        = "statement.given"
	CodeStatementMissing = "statement.missing"
)

func declaredUnit(c Context) privacy.Finding {
	f := privacy.Finding{
		Rule: "R1", Code: CodeUnit, Outcome: privacy.Pass, Cite: law.Platform("R1"), Parameter: "unit",
		Measured: string(c.Unit), Threshold: "declared", Source: privacy.FloorSource,
		Says: law.Text{ZH: "来源数据已声明隐私单元。", EN: "The privacy unit of the sources is declared."},
	}
	if !c.Unit.known() {
		f.Code, f.Outcome, f.Measured = CodeUnitUndeclared, privacy.Fail, "undeclared"
		f.Says = law.Text{ZH: "来源数据未声明隐私单元，无法判断应按何种主体计数。", EN: "The sources declare no privacy unit, so it is unknown whom to count."}
		f.Remedy = law.Text{ZH: "请由数据提供单位声明隐私单元（个人、家庭、企业或无）并经确认。", EN: "Have the provider declare the unit (person, household, enterprise or none) and have it confirmed."}
	}
	return f
}

func statement(c Context) privacy.Finding {
	f := privacy.Finding{
		Rule: "R20", Code: CodeStatement, Outcome: privacy.Pass, Cite: law.Platform("R20"), Parameter: "purpose",
		Measured: "given", Threshold: "given", Source: privacy.FloorSource,
		Says: law.Text{ZH: "已附用途与加工说明。", EN: "Purpose and making of the output are stated."},
	}
	if len([]rune(c.Purpose)) < 4 {
		f.Code, f.Outcome, f.Measured = CodeStatementMissing, privacy.Fail, "missing"
		f.Says = law.Text{ZH: "未附用途与加工说明，审查人员无从判断。", EN: "Purpose and making of the output are not stated; reviewers cannot judge it."}
		f.Remedy = law.Text{ZH: "请写明该输出的用途、加工方法和采取的控制措施。", EN: "State what the output is for, how it was made and what controls were applied."}
	}
	return f
}
