package api

import (
	"context"
	"net/http"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/proof/seal"
)

func (s *Server) installationRoutes() {
	handle(s, op("installation", http.MethodGet, "/v1/installation", "installation", forSeat, "本系统的运行状况：隔离、密钥、日志", "How the installation stands: isolation, keys, log"), s.installation)
}

// InstallationShown is how the installation stands, for administrators and overseers. It
// says nothing of business.
type InstallationShown struct {
	Ready     bool            `json:"ready" doc:"数据库可用，可以办理 · the store answers and the installation serves"`
	Pack      PackName        `json:"pack"`
	Isolation *IsolationShown `json:"isolation,omitempty" doc:"没有作业环境时不出现 · absent where no jobs run"`
	Keys      []KeyDescribed  `json:"keys"`
	Log       LogStanding     `json:"log"`
}

// IsolationShown is what stands between a job and this machine.
type IsolationShown struct {
	Sufficient bool         `json:"sufficient" doc:"可以运行生产作业 · production jobs may run"`
	Means      []MeansShown `json:"means"`
	Refuses    []law.Text   `json:"refuses" doc:"不予运行的理由 · why production jobs are refused"`
	Remedies   []law.Text   `json:"remedies"`
	Facts      []law.Fact   `json:"facts"`
}

// MeansShown is one means of isolation.
type MeansShown struct {
	Means   string   `json:"means"`
	Word    law.Text `json:"word"`
	InForce bool     `json:"inForce"`
	Lacks   bool     `json:"lacks,omitempty" doc:"生产作业因此不能运行 · production jobs are refused for want of it"`
}

// KeyDescribed is a key by its descriptor: no secret half is ever shown.
type KeyDescribed struct {
	ID        string     `json:"id"`
	Purpose   string     `json:"purpose"`
	Word      law.Text   `json:"word"`
	Owner     string     `json:"owner,omitempty"`
	OwnerName string     `json:"ownerName,omitempty"`
	State     string     `json:"state"`
	Signs     bool       `json:"signs,omitempty" doc:"Ed25519 与 SM2 双签 · signs with Ed25519 and SM2"`
	Created   time.Time  `json:"created"`
	Retired   *time.Time `json:"retired,omitempty"`
	Destroyed *time.Time `json:"destroyed,omitempty"`
}

// LogStanding is how far the log has come.
type LogStanding struct {
	Origin string `json:"origin,omitempty"`
	Size   int64  `json:"size"`
}

var purposeWords = map[seal.Purpose]law.Text{
	seal.ForLog:          {ZH: "签署日志检查点", EN: "Signs checkpoints of the log"},
	seal.ForCertificate:  {ZH: "签发证书和状态声明", EN: "Signs certificates and status statements"},
	seal.ForOrganisation: {ZH: "单位签章", EN: "An organisation's own seal"},
	seal.ForWitness:      {ZH: "见证其他日志", EN: "Cosigns other logs"},
	seal.ForVault:        {ZH: "加密数据集和附件", EN: "Encrypts datasets and attachments"},
	seal.ForRecord:       {ZH: "加密事项中的非公开内容", EN: "Encrypts private fields of cases"},
	seal.ForToken:        {ZH: "生成脱敏代号和令牌", EN: "Derives pseudonyms and tokens"},
	seal.ForSession:      {ZH: "保护登录会话", EN: "Protects sessions"},
}

func (s *Server) installation(ctx context.Context, _ *nothing) (*body[InstallationShown], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	if !a.actor.Administers() && !(a.actor.Oversees() && a.actor.Reach.All()) {
		return nil, s.Desk.LogUnseen(ctx, a.actor, "installation", "*")
	}
	shown := InstallationShown{Pack: s.packName(s.Desk.Packs.Current()), Isolation: s.isolationShown(), Keys: []KeyDescribed{}}
	if s.Log != nil {
		shown.Log.Origin = s.Log.Origin()
	}
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) (err error) {
		names := s.namesIn(ctx, v)
		for _, k := range s.Keys.Keys() {
			shown.Keys = append(shown.Keys, keyDescribed(k, names))
		}
		shown.Log.Size, err = v.Size(ctx)
		return err
	})
	shown.Ready = err == nil && (s.Ready == nil || s.Ready(ctx) == nil)
	return answer(shown, err)
}

func (s *Server) isolationShown() *IsolationShown {
	if s.Isolation == nil {
		return nil
	}
	i := *s.Isolation
	shown := IsolationShown{Sufficient: i.Sufficient(), Refuses: []law.Text{}, Remedies: []law.Text{}, Facts: i.Facts()}
	lacks := map[string]bool{}
	for _, name := range i.Missing() {
		lacks[name] = true
	}
	for _, m := range []MeansShown{
		{Means: "child", Word: law.Text{ZH: "在独立进程中运行", EN: "Runs in a process of its own"}, InForce: i.Child},
		{Means: "rlimits", Word: law.Text{ZH: "内核限制内存、文件和处理器用量", EN: "Kernel limits on memory, files and processor"}, InForce: i.RLimits},
		{Means: "seccomp", Word: law.Text{ZH: "禁止联网、执行程序等系统调用（seccomp）", EN: "Network, exec and other calls filtered (seccomp)"}, InForce: i.Seccomp},
		{Means: "filesystem", Word: law.Text{ZH: "看不到其他文件（Landlock 或 bubblewrap）", EN: "Sees no other files (Landlock or bubblewrap)"}, InForce: i.Filesystem() != ""},
		{Means: "user-namespaces", Word: law.Text{ZH: "内核允许用户命名空间", EN: "The kernel allows user namespaces"}, InForce: i.UserNS},
	} {
		m.Lacks = lacks[m.Means]
		shown.Means = append(shown.Means, m)
	}
	for _, v := range i.Refuses() {
		shown.Refuses, shown.Remedies = append(shown.Refuses, v.Says), append(shown.Remedies, v.Remedy)
	}
	return &shown
}

func keyDescribed(k seal.Key, names *names) KeyDescribed {
	one := KeyDescribed{ID: k.ID, Purpose: string(k.Purpose), Word: purposeWords[k.Purpose], Owner: k.Owner, OwnerName: names.of("organisation", k.Owner),
		State: string(k.State), Signs: k.Purpose.Signs(), Created: k.Created}
	if !k.Retired.IsZero() {
		one.Retired = &k.Retired
	}
	if !k.Destroyed.IsZero() {
		one.Destroyed = &k.Destroyed
	}
	return one
}
