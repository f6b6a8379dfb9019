package zone

import "github.com/shuyu-project/shuyu/law"

// Units of the platform instrument that this package rests on. No regulation states
// them; they are cited as the platform's own rules and never as law. Units lists them
// for the instrument's page.
const (
	UnitCount      = "R1"     // counts are of distinct privacy units, never of rows
	UnitMinimum    = "R2"     // every aggregate rests on at least k distinct units
	UnitExtremes   = "R8"     // a minimum, maximum or order statistic is one unit's value
	UnitStatement  = "PF-Z01" // one SELECT, every node of which is understood
	UnitNames      = "PF-Z02" // only granted tables and columns, by their plain names
	UnitFunctions  = "PF-Z03" // only listed functions, operators and types
	UnitCatalogues = "PF-Z04" // development and production never meet in one job
	UnitApproved   = "PF-Z05" // production runs only code approved by its digest
	UnitIsolation  = "PF-Z06" // production needs the minimum isolation
	UnitLimits     = "PF-Z07" // every job has limits on time, memory, rows and bytes
	UnitRows       = "PF-Z08" // raw rows do not leave: outputs are aggregates or group keys
	UnitPredicates = "PF-Z09" // a predicate inside an aggregate is a predicate
	UnitIdentifier = "PF-Z10" // identifiers are counted, never shown, compared or grouped
	UnitForms      = "PF-Z11" // forms that have no disclosure rule of their own yet
	UnitDensity    = "PF-Z12" // a column nearly unique per unit is treated as an identifier
	UnitErrors     = "PF-Z13" // a row that fails becomes NULL; errors are no oracle
)

// Unit is one rule of the platform as this package applies it.
type Unit struct {
	ID    string
	Codes []string // refusal codes that cite it, sorted
	Says  law.Text // the rule in one sentence
}

// Refusal codes of admission.
const (
	CodeSyntax        = "sql.syntax"
	CodeStatement     = "sql.statement"
	CodeForm          = "sql.form"
	CodeLength        = "sql.length"
	CodeDepth         = "sql.depth"
	CodeTable         = "table.ungranted"
	CodeTableName     = "table.name"
	CodeTableFunction = "table.function"
	CodeColumn        = "column.unknown"
	CodeAmbiguous     = "column.ambiguous"
	CodeFunction      = "function.unlisted"
	CodeArguments     = "function.arguments"
	CodeType          = "type.unlisted"
	CodeLiteral       = "literal.form"
	CodeProjection    = "projection.invalid"
	CodeCatalogue     = "catalogue.mixed"
	CodeUnapproved    = "code.unapproved"
	CodeIsolation     = "isolation.insufficient"
	CodeLimits        = "limits.missing"
	CodePolicy        = "policy.missing"
	CodeRawRows       = "output.raw"
	CodeOutput        = "output.form"
	CodeExtreme       = "aggregate.extreme"
	CodeRowCount      = "aggregate.rows"
	CodePredicate     = "aggregate.predicate"
	CodeArithmetic    = "aggregate.arithmetic"
	CodeIdentifier    = "identifier.used"
	CodeDense         = "column.dense"
	CodeUnprofiled    = "column.unprofiled"
	CodePattern       = "predicate.pattern"
	CodePredicateForm = "predicate.form"
	CodeWindow        = "sql.window"
	CodeSubquery      = "sql.subquery"
	CodeSetOperation  = "sql.set-operation"
	CodeLimit         = "sql.limit"
	CodeOrder         = "sql.order"
	CodeHaving        = "sql.having"
	CodeJoin          = "sql.join"
	CodeSelfJoin      = "sql.self-join"
)

// Units lists the rules of this package in the order of their ids.
func Units() []Unit {
	return []Unit{
		{UnitCount, []string{CodeRowCount},
			law.Text{ZH: "计数以不重复的隐私单元为单位，不以行为单位。", EN: "Counts are of distinct privacy units, never of rows."}},
		{UnitMinimum, []string{CodePolicy},
			law.Text{ZH: "每一个聚合结果都要有不少于规定个数的隐私单元。", EN: "Every aggregate rests on at least the required number of distinct privacy units."}},
		{UnitExtremes, []string{CodeExtreme},
			law.Text{ZH: "受保护的列不给出最小值、最大值和次序统计量。", EN: "No minimum, maximum or order statistic of a protected column is given."}},
		{UnitStatement, []string{CodeLiteral, CodeDepth, CodeForm, CodeLength, CodeStatement, CodeSyntax},
			law.Text{ZH: "只受理一条查询语句，且每一部分都须能被识别。", EN: "One query is admitted, and every part of it must be understood."}},
		{UnitNames, []string{CodeAmbiguous, CodeColumn, CodeProjection, CodeTableFunction, CodeTableName, CodeTable},
			law.Text{ZH: "只能按名称使用授权投影中的表和列。", EN: "Only the tables and columns of granted projections may be used, by their plain names."}},
		{UnitFunctions, []string{CodeArguments, CodeFunction, CodeType},
			law.Text{ZH: "只能使用清单内的函数、运算符和类型。", EN: "Only listed functions, operators and types may be used."}},
		{UnitCatalogues, []string{CodeCatalogue},
			law.Text{ZH: "开发目录与生产目录互不混用。", EN: "The development and the production catalogue never meet in one job."}},
		{UnitApproved, []string{CodeUnapproved},
			law.Text{ZH: "生产作业只运行按摘要批准的代码。", EN: "Production runs only code approved by its digest."}},
		{UnitIsolation, []string{CodeIsolation},
			law.Text{ZH: "生产作业须在最低隔离条件下运行。", EN: "Production jobs need the minimum isolation."}},
		{UnitLimits, []string{CodeLimits},
			law.Text{ZH: "每个作业都要有时间、内存、行数和字节数的上限。", EN: "Every job has limits on time, memory, rows and bytes."}},
		{UnitRows, []string{CodeOutput, CodeRawRows},
			law.Text{ZH: "原始记录不出域：输出只能是聚合值或分组键。", EN: "Raw rows do not leave: every output is an aggregate or a group key."}},
		{UnitPredicates, []string{CodeArithmetic, CodePredicate, CodePredicateForm, CodePattern},
			law.Text{ZH: "聚合内部的条件也是条件，同样受人数门槛约束。", EN: "A condition inside an aggregate is a condition and meets the same minimum."}},
		{UnitIdentifier, []string{CodeIdentifier},
			law.Text{ZH: "标识列只可计数，不得展示、比较或分组。", EN: "Identifiers may be counted, never shown, compared or grouped by."}},
		{UnitForms, []string{CodeHaving, CodeJoin, CodeLimit, CodeOrder, CodeSelfJoin, CodeSetOperation, CodeSubquery, CodeWindow},
			law.Text{ZH: "尚无披露规则的语句形式不予受理。", EN: "Forms of query that have no disclosure rule of their own yet are refused."}},
		{UnitDensity, []string{CodeDense, CodeUnprofiled},
			law.Text{ZH: "取值几乎逐一对应隐私单元的列按标识列对待。", EN: "A column nearly unique per unit is treated as an identifier."}},
		{UnitErrors, nil,
			law.Text{ZH: "出错的行按空值处理，不逐行报错。", EN: "A row that fails counts as NULL; errors are not reported by row."}},
	}
}
