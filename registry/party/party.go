// Package party says who takes part: organisations with their roles, the people in
// them, the seats people act in, and who acts for whom during an absence.
//
// It holds values and rules about them, and reads no store: its types are the bodies of
// register records, with the names of the vocabulary. Which steps a role and power may
// take is the pack's business and decided in law/procedure.
//
// What newcomers get wrong:
//
//   - A person does nothing; a seat does. The same person in two seats is still one
//     person to every separation of duties, also when acting as a deputy.
//   - A deputy acts in the absent seat's place with no more than both seats have. There
//     is no chain: nobody acts for a deputy's absence in the first seat.
//   - The three administrators run the installation and hold no business. No role can do
//     everything, and none is added that could.
package party

// Role is the hat an organisation, and a seat of it, wears.
type Role string

// The roles. A local text may call them otherwise; its pack gives the words.
const (
	Authority    Role = "authority"     // 数据主管部门
	AuthAgency   Role = "auth-agency"   // body under it that may review and certify
	Government   Role = "government"    // 人民政府
	Sector       Role = "sector"        // 行业主管部门
	Provider     Role = "provider"      // 数据提供单位
	Operator     Role = "operator"      // 运营机构
	MarketEntity Role = "market-entity" // 市场主体
	Expert       Role = "expert"        // 专家
	Supervisor   Role = "supervisor"    // 监管部门
	Exchange     Role = "exchange"      // 数据交易平台
	User         Role = "user"          // 使用方

	Developer        Role = "developer"         // 开发利用主体: makes products of what an operator supplies
	PlatformOperator Role = "platform-operator" // 平台运营机构: runs the platform, an information centre
	Coordinator      Role = "coordinator"       // 协调机制: a group that deliberates over several bodies
	Registrar        Role = "registrar"         // 登记机构
	PriceAuthority   Role = "price-authority"   // 价格主管部门

	SystemAdmin   Role = "system-admin"   // 系统管理员: accounts, configuration, backup
	SecurityAdmin Role = "security-admin" // 安全管理员: confirms seats and packs
	AuditAdmin    Role = "audit-admin"    // 审计管理员: reads and verifies the log
)

var roles = []Role{Authority, AuthAgency, Government, Sector, Provider, Operator, MarketEntity, Expert, Supervisor, Exchange, User,
	Developer, PlatformOperator, Coordinator, Registrar, PriceAuthority,
	SystemAdmin, SecurityAdmin, AuditAdmin}

// Valid reports whether r is one of the roles.
func (r Role) Valid() bool {
	for _, known := range roles {
		if r == known {
			return true
		}
	}
	return false
}

// Administers reports whether r is one of the three that run the installation. Such a
// role sees no business and takes no step of a business procedure. 〔platform PF-10〕
func (r Role) Administers() bool {
	return r == SystemAdmin || r == SecurityAdmin || r == AuditAdmin
}

// Power is what a seat may do in its role.
type Power string

// The powers.
const (
	Clerk       Power = "clerk"      // prepares and files
	Reviewer    Power = "reviewer"   // examines and finds
	Approver    Power = "approver"   // decides
	Signer      Power = "signer"     // signs for the organisation
	Worker      Power = "worker"     // submits jobs
	Judge       Power = "expert"     // scores on a panel
	Supervising Power = "supervisor" // inspects
)

// Valid reports whether p is one of the powers.
func (p Power) Valid() bool {
	switch p {
	case Clerk, Reviewer, Approver, Signer, Worker, Judge, Supervising:
		return true
	}
	return false
}
