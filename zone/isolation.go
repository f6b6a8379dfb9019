package zone

import (
	"strconv"
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

// Isolation is what stands between a job and the machine. Detect fills it with what the
// machine offers; a child fills it with what it found in force by trying to break out
// (zone/work), and that second reading is what is recorded on the job.
type Isolation struct {
	Child       bool `json:"child"`        // runs in a process of its own
	RLimits     bool `json:"rlimits"`      // kernel limits on memory, files, core, processor
	Landlock    int  `json:"landlock_abi"` // ABI in force, 0 none
	Seccomp     bool `json:"seccomp"`      // filter over network, exec, ptrace and mount calls
	Bubblewrap  bool `json:"bubblewrap"`   // namespaces by bubblewrap: mounts, network, processes
	NoNewPrivs  bool `json:"no_new_privs"` // no gain of rights by exec
	UserNS      bool `json:"user_namespaces"`
	NetworkDown bool `json:"network_down"` // a socket could not be made
	FilesDown   bool `json:"files_down"`   // no file outside could be opened
}

// Filesystem names what confines the file system: "landlock", "bubblewrap", both, or "".
func (i Isolation) Filesystem() string {
	var in []string
	if i.Landlock > 0 {
		in = append(in, "landlock")
	}
	if i.Bubblewrap {
		in = append(in, "bubblewrap")
	}
	return strings.Join(in, "+")
}

// Missing lists what production needs and i lacks; empty when i suffices. The minimum
// is a child process under rlimits and seccomp whose file system is confined, by
// Landlock or, on kernels built without it, by bubblewrap's mount namespace.
func (i Isolation) Missing() []string {
	var missing []string
	if !i.Child {
		missing = append(missing, "child")
	}
	if !i.RLimits {
		missing = append(missing, "rlimits")
	}
	if !i.Seccomp {
		missing = append(missing, "seccomp")
	}
	if i.Filesystem() == "" {
		missing = append(missing, "filesystem")
	}
	return missing
}

// Sufficient reports whether production may run under i.
func (i Isolation) Sufficient() bool { return len(i.Missing()) == 0 }

// Facts shows i to people.
func (i Isolation) Facts() []law.Fact {
	yes := func(name string, b bool) law.Fact { return law.Fact{Name: name, Value: strconv.FormatBool(b)} }
	return []law.Fact{
		yes("child", i.Child), yes("rlimits", i.RLimits), yes("seccomp", i.Seccomp),
		{Name: "landlock", Value: strconv.Itoa(i.Landlock)}, yes("bubblewrap", i.Bubblewrap),
		yes("user-namespaces", i.UserNS),
	}
}

// Refuses are the grounds on which production jobs are refused under i, with what puts it
// right; empty when i suffices.
func (i Isolation) Refuses() []law.Violation {
	missing := i.Missing()
	if len(missing) == 0 {
		return nil
	}
	return []law.Violation{violation(CodeIsolation, UnitIsolation, -1,
		law.Text{ZH: "本机缺少生产作业所需的隔离条件。", EN: "This machine lacks isolation that production jobs need."},
		law.Text{
			ZH: "使用启用 Landlock 与 seccomp 的 Linux 内核（5.13 以上），或安装 bubblewrap 并允许用户命名空间；开发作业不受影响。",
			EN: "Use a Linux kernel (5.13 or later) with Landlock and seccomp, or install bubblewrap and allow user namespaces. Development jobs are not affected.",
		},
		append([]law.Fact{{Name: "missing", Value: strings.Join(missing, ", ")}}, i.Facts()...)...)}
}
