//go:build linux

package work

import (
	"errors"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
	"unsafe"

	"github.com/landlock-lsm/go-landlock/landlock"
	landlocksys "github.com/landlock-lsm/go-landlock/landlock/syscall"
	"golang.org/x/sys/unix"

	"github.com/shuyu-project/shuyu/zone"
)

// slack is address space beyond what the process has mapped when it locks itself and
// what its task may use: thread stacks, the allocator's arenas.
const slack = 384 << 20

// lock puts the isolation in force, in the order in which each step still can be taken,
// and answers what holds. Each layer is tried by itself, before the next one hides it: a
// file that Landlock must refuse is opened before the filter would refuse it too. No
// step can be undone afterwards.
func lock(h Header) zone.Isolation {
	runtime.LockOSThread() // no_new_privs is the thread's, and the filter that spreads from it needs it
	in := zone.Isolation{Child: true, Bubblewrap: h.Jailed}
	in.NoNewPrivs = unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == nil
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0) // no ptrace, no core; the limit on core stands beside it
	limited := limit(h)
	abi, err := landlocksys.LandlockGetABIVersion()
	confine(h.Folder)
	if err == nil && abi > 0 && opening("/") == unix.EACCES && opening("/proc/self/environ") == unix.EACCES {
		in.Landlock = abi
	}
	// no new descriptor can be made from here on, whatever else may fail; or only as many as a folder needs
	descriptors := unix.Rlimit{}
	if h.Folder != "" {
		descriptors = unix.Rlimit{Cur: mostFiles, Max: mostFiles}
	}
	in.RLimits = limited == nil && unix.Setrlimit(unix.RLIMIT_NOFILE, &descriptors) == nil
	filtered := filter(h.Folder != "")
	in.FilesDown = opening("/") != nil && opening("/proc/self/environ") != nil
	in.NetworkDown = socket() == unix.EPERM
	in.Seccomp = filtered == nil && in.NetworkDown && (h.Folder != "" || opening("/") == unix.EPERM) && execute() == unix.EPERM
	return in
}

// mostFiles is how many files a task with a folder may hold open.
const mostFiles = 256

// limit sets the kernel's limits: no file can grow, but for what is stated in a folder, no
// core is left, and memory and processor time end with the job's own, the kernel's being
// the coarser.
func limit(h Header) error {
	l := h.Limits
	disk := uint64(0)
	if h.Folder != "" {
		disk = uint64(max(h.Disk, 0))
	}
	seconds := uint64((l.CPU + time.Second - 1) / time.Second)
	space := mapped() + uint64(max(l.Memory, 0)) + slack
	return errors.Join(
		unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: disk, Max: disk}),
		unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}),
		unix.Setrlimit(unix.RLIMIT_MEMLOCK, &unix.Rlimit{}),
		unix.Setrlimit(unix.RLIMIT_CPU, &unix.Rlimit{Cur: seconds + 1, Max: seconds + 1}),
		unix.Setrlimit(unix.RLIMIT_AS, &unix.Rlimit{Cur: space, Max: space}))
}

// mapped is the address space in use, in bytes.
func mapped() uint64 {
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(statm), " ")
	pages, err := strconv.ParseUint(first, 10, 64)
	if err != nil {
		return 0
	}
	return pages * uint64(os.Getpagesize())
}

// confine takes every right on the file system and the network from all threads, but for
// those in the folder, where there is one. A kernel with an older Landlock takes what it
// knows.
func confine(folder string) {
	var rules []landlock.Rule
	if folder != "" {
		// An engine that is opened now looks up what memory its group has, and does not bear a refusal.
		rules = append(rules, landlock.RWDirs(folder), landlock.ROFiles("/proc/self/cgroup").IgnoreIfMissing(), landlock.RODirs("/sys/fs/cgroup").IgnoreIfMissing())
	}
	_ = landlock.V7.BestEffort().Restrict(rules...) // lock finds out whether it held
}

// opening tries to open path for reading and answers why it failed, nil when it did not.
func opening(path string) error {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err == nil {
		_ = unix.Close(fd)
	}
	return err
}

func socket() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err == nil {
		_ = unix.Close(fd)
	}
	return err
}

// execute asks for a program that cannot exist: the kernel answers ENOENT where the call
// reaches it, EPERM where the filter stops it.
func execute() error {
	empty := [1]byte{}
	_, _, errno := unix.RawSyscall(unix.SYS_EXECVE, uintptr(unsafe.Pointer(&empty[0])), 0, 0)
	return errno
}
