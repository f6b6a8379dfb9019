package mask

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/shuyu-project/shuyu/law"
)

// Request is what a projection is made for.
type Request struct {
	Version   string          `json:"version"`            // id of the dataset version
	Grant     string          `json:"grant"`              // id of the grant
	Scenario  string          `json:"scenario"`           // of the grant: the tokens' world
	Columns   []Column        `json:"columns"`            // all columns of the version
	Granted   []string        `json:"granted"`            // columns the grant names
	Masks     map[string]Mask `json:"masks,omitempty"`    // what the agreement says of a column: tighter than the policy, or refused
	Filter    []Predicate     `json:"filter,omitempty"`   // rows the grant covers
	NoUnit    bool            `json:"noUnit,omitempty"`   // declared and confirmed to have no privacy unit; else one column is its identifier
	Catalogue Catalogue       `json:"catalogue"`          //
	Sample    Sample          `json:"sample,omitzero"`    // development only, and there demanded
	Algorithm Algorithm       `json:"algorithm,omitzero"` // of tokens; HMAC-SHA-256 when empty
}

// Sample says how much of a dataset development sees.
type Sample struct {
	Share int   `json:"share"` // basis points of the privacy units (of the rows where there is no unit): 1 to 1000
	Rows  int64 `json:"rows"`  // at most; above 0
	K     int64 `json:"k"`     // a class of records smaller than this many units is left out; at least 3. 0 where there is no unit.
}

// Shown is a column of a projection.
type Shown struct {
	Column
	Mask Mask `json:"mask"`
}

// Plan is what a projection shows and how it is made; only [Project] makes one that can
// be carried out. Two plans with the same digest
// make the same projection under the same key.
type Plan struct {
	Version   string      `json:"version"`
	Grant     string      `json:"grant"`
	Scenario  string      `json:"scenario"`
	Catalogue Catalogue   `json:"catalogue"`
	Shown     []Shown     `json:"shown"` // in the order of the version
	Sample    Sample      `json:"sample,omitzero"`
	Algorithm Algorithm   `json:"algorithm"`
	Unit      *Column     `json:"unit,omitempty"`   // the privacy unit's column, shown or not: the sample draws by it
	Filter    []Predicate `json:"filter,omitempty"` // rows of the version that are shown

	// where is the filter as the engine reads it. Only Project sets it: a plan that was
	// read back from somewhere is a record, and is not carried out.
	where string
}

// Project plans what a grant shows of a version. In production the column of the
// privacy unit is always among it, as a token: without it nobody could count units,
// and admission never lets it out. Everything that stands against it is
// refused at once: [CodeUnlabelled], [CodeUnknownColumn], [CodeLooseMask],
// [CodeUnfitMask], [CodeFilterIdentifier], [CodeFilterUnfit], [CodeSampleUndeclared],
// [CodeUnitUndeclared], [CodeNothingShown]. 〔platform R16: raw records are not shown to people〕
func Project(r Request, policy Policy) (Plan, error) {
	if r.Version == "" || r.Grant == "" || r.Scenario == "" {
		return Plan{}, fmt.Errorf("planning a projection: version, grant and scenario are needed")
	}
	if r.Catalogue != Development && r.Catalogue != Production {
		return Plan{}, fmt.Errorf("planning a projection of %s: unknown catalogue %q", r.Version, r.Catalogue)
	}
	p := Plan{Version: r.Version, Grant: r.Grant, Scenario: r.Scenario, Catalogue: r.Catalogue, Filter: r.Filter, Algorithm: r.Algorithm}
	if p.Algorithm == "" {
		p.Algorithm = SHA256
	}
	if err := p.Algorithm.check(); err != nil {
		return Plan{}, fmt.Errorf("planning a projection of %s: %w", r.Version, err)
	}
	version, refused := labelled(r.Columns)
	for name := range r.Masks {
		if !slices.Contains(r.Granted, name) {
			refused = law.Join(refused, unknownColumn(name))
		}
	}
	for _, name := range r.Granted {
		if _, ok := version[name]; !ok {
			refused = law.Join(refused, unknownColumn(name))
		}
	}
	for _, c := range r.Columns {
		if c.Unit {
			unit := c
			p.Unit = &unit
		}
		if slices.Contains(r.Granted, c.Name) || c.Unit && r.Catalogue == Production {
			shown, no := show(c, r, policy)
			refused = law.Join(refused, no)
			if shown.Mask.Kind != Drop {
				p.Shown = append(p.Shown, shown)
			}
		}
	}
	if (p.Unit == nil) != r.NoUnit {
		refused = law.Join(refused, law.Refuse(CodeUnitUndeclared, law.Platform("R1")).Because(
			law.Text{ZH: "数据集未指明隐私单元所在列，也未确认无隐私单元；或两者相矛盾。", EN: "The dataset neither names the column of its privacy unit nor is confirmed to have none; or it does both."},
			law.Text{ZH: "请由数据提供单位声明隐私单元并经确认。", EN: "Have the provider declare the privacy unit and have it confirmed."}))
	}
	condition, no := where(r.Filter, version)
	p.where = condition
	refused = law.Join(refused, no, p.draw(r))
	if refused == nil && len(p.Shown) == 0 {
		refused = refuse(CodeNothingShown, "",
			law.Text{ZH: "脱敏后没有任何可见的列。", EN: "No column is left to be shown."},
			law.Text{ZH: "请核对授权的列。", EN: "Check which columns the grant names."})
	}
	if refused != nil {
		return Plan{}, refused
	}
	return p, nil
}

// labelled indexes the columns and refuses those without type, role or level.
func labelled(columns []Column) (map[string]Column, *law.Refusal) {
	var refused *law.Refusal
	version := map[string]Column{}
	for _, c := range columns {
		if !c.Type.known() || !c.Role.known() || c.Level < 1 || c.Level > 4 {
			refused = law.Join(refused, refuse(CodeUnlabelled, c.Name,
				law.Text{ZH: "该列尚未分类分级，不得进入加工。", EN: "The column has no confirmed class, role and level; no work on it may begin."},
				law.Text{ZH: "请先完成并确认该列的分类分级。", EN: "Have its class, role and level confirmed first."}))
		}
		version[c.Name] = c
	}
	return version, refused
}

// show chooses the mask of a granted column.
func show(c Column, r Request, policy Policy) (Shown, *law.Refusal) {
	if !c.Type.known() || !c.Role.known() || c.Level < 1 || c.Level > 4 {
		return Shown{Column: c, Mask: Mask{Kind: Drop}}, nil // refused already
	}
	m, said := r.Masks[c.Name]
	if !said {
		m = policy.Default(c, r.Catalogue)
	}
	unfit := m.check(c.Type)
	if unfit == nil && m.Kind == Dummy {
		unfit = c.shape().check(c.Type)
	}
	if unfit != nil {
		return Shown{Column: c, Mask: m}, refuse(CodeUnfitMask, c.Name,
			law.Text{ZH: "脱敏方式与该列不符。", EN: "The mask does not fit the column."},
			law.Text{ZH: "请修正脱敏方式的参数。", EN: "Mend the parameters of the mask."}, law.Fact{Name: "ground", Value: unfit.Error()})
	}
	if !policy.admits(m, c, r.Catalogue) {
		return Shown{Column: c, Mask: m}, refuse(CodeLooseMask, c.Name,
			law.Text{ZH: "协议所定的脱敏方式比平台底线宽松。", EN: "The agreement's mask shows more than the platform allows."},
			law.Text{ZH: "请改用底线或更严的脱敏方式。", EN: "Use the platform's mask or one that shows less."},
			law.Fact{Name: "mask", Value: string(m.Kind)}, law.Fact{Name: "floor", Value: string(policy.Default(c, r.Catalogue).Kind)})
	}
	return Shown{Column: c, Mask: m}, nil
}

// draw takes the sample over and refuses one that is missing or too generous.
func (p *Plan) draw(r Request) *law.Refusal {
	if r.Catalogue == Production {
		return nil
	}
	p.Sample = r.Sample
	s := r.Sample
	if s.Share >= 1 && s.Share <= 1000 && s.Rows > 0 && (p.Unit == nil && s.K >= 0 || s.K >= 3) {
		return nil
	}
	return refuse(CodeSampleUndeclared, "",
		law.Text{ZH: "开发目录只提供抽样数据：抽样比例不超过一成，并设行数上限和 k 值。", EN: "Development sees a sample only: at most a tenth, with a limit of rows and a k."},
		law.Text{ZH: "请给出抽样比例、行数上限和不低于 3 的 k 值。", EN: "State share, rows and a k of at least 3."})
}

// Digest is the SHA-256 of the plan's canonical JSON, in hexadecimal.
func (p Plan) Digest() (string, error) {
	b, err := json.Marshal(p) // maps are written in the order of their keys
	if err != nil {
		return "", fmt.Errorf("writing a projection plan: %w", err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}
