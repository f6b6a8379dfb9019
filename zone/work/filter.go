//go:build linux

package work

import (
	"fmt"
	"runtime"
	"slices"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The filter lists what a locked child may still ask of the kernel: memory, threads,
// time, and reading and writing what is already open. All else answers EPERM: opening,
// sockets, exec, ptrace, mounts, signals to others. Calls of another architecture kill
// the process, because their numbers mean something else.

// allowed are the calls of every architecture; extra adds those of one.
var allowed = append([]uintptr{
	unix.SYS_READ, unix.SYS_WRITE, unix.SYS_READV, unix.SYS_WRITEV, unix.SYS_PREAD64, unix.SYS_CLOSE, unix.SYS_LSEEK, unix.SYS_FSTAT,
	unix.SYS_MMAP, unix.SYS_MPROTECT, unix.SYS_MUNMAP, unix.SYS_MREMAP, unix.SYS_MADVISE, unix.SYS_BRK, unix.SYS_MINCORE,
	unix.SYS_RT_SIGACTION, unix.SYS_RT_SIGPROCMASK, unix.SYS_RT_SIGRETURN, unix.SYS_SIGALTSTACK, unix.SYS_RESTART_SYSCALL,
	unix.SYS_FUTEX, unix.SYS_SCHED_YIELD, unix.SYS_SCHED_GETAFFINITY, unix.SYS_SET_ROBUST_LIST, unix.SYS_RSEQ, unix.SYS_MEMBARRIER,
	unix.SYS_NANOSLEEP, unix.SYS_CLOCK_NANOSLEEP, unix.SYS_CLOCK_GETTIME, unix.SYS_CLOCK_GETRES, unix.SYS_GETTIMEOFDAY,
	unix.SYS_EPOLL_CTL, unix.SYS_EPOLL_PWAIT, unix.SYS_PPOLL,
	unix.SYS_GETPID, unix.SYS_GETTID, unix.SYS_GETRUSAGE, unix.SYS_GETRANDOM, unix.SYS_GETCPU, unix.SYS_SYSINFO, unix.SYS_UNAME,
	unix.SYS_EXIT, unix.SYS_EXIT_GROUP, unix.SYS_SET_TID_ADDRESS,
	unix.SYS_TIMER_CREATE, unix.SYS_TIMER_SETTIME, unix.SYS_TIMER_DELETE, unix.SYS_SETITIMER,
}, extra...)

// filing are the calls by which a task uses its folder. Where they lead is Landlock's, or
// the mount namespace's, to bound: a filter does not see paths.
var filing = append([]uintptr{
	unix.SYS_OPENAT, unix.SYS_NEWFSTATAT, unix.SYS_STATX, unix.SYS_FACCESSAT, unix.SYS_FACCESSAT2, unix.SYS_GETDENTS64, unix.SYS_READLINKAT,
	unix.SYS_PWRITE64, unix.SYS_FTRUNCATE, unix.SYS_FALLOCATE, unix.SYS_FSYNC, unix.SYS_FDATASYNC, unix.SYS_FADVISE64, unix.SYS_FLOCK,
	unix.SYS_MKDIRAT, unix.SYS_UNLINKAT, unix.SYS_RENAMEAT, unix.SYS_RENAMEAT2, unix.SYS_FSTATFS, unix.SYS_STATFS, unix.SYS_GETCWD,
	unix.SYS_FCHMODAT, unix.SYS_COPY_FILE_RANGE,
}, filingExtra...)

// arguments are calls allowed with one argument tested: equal to want under mask.
var arguments = []struct {
	call       uintptr
	argument   uint32
	mask, want uint32
}{
	{unix.SYS_CLONE, 0, unix.CLONE_THREAD | unix.CLONE_VM, unix.CLONE_THREAD | unix.CLONE_VM}, // threads, not processes
	{unix.SYS_PRCTL, 0, ^uint32(0), unix.PR_SET_NAME},
	{unix.SYS_PRCTL, 0, ^uint32(0), unix.PR_SET_VMA},
	{unix.SYS_FCNTL, 1, ^uint32(0), unix.F_GETFL},
	{unix.SYS_FCNTL, 1, ^uint32(0), unix.F_SETLK}, // the engine locks its own file
	{unix.SYS_FCNTL, 1, ^uint32(0), unix.F_GETLK},
	{unix.SYS_FCNTL, 1, ^uint32(0), unix.F_GETFD},
	{unix.SYS_TGKILL, 0, ^uint32(0), uint32(unix.Getpid())}, // the runtime interrupts its own threads
}

const (
	load    = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
	and     = unix.BPF_ALU | unix.BPF_AND | unix.BPF_K
	equal   = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
	atLeast = unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K
	answer  = unix.BPF_RET | unix.BPF_K

	offsetCall, offsetArch, offsetArguments = 0, 4, 16 // in struct seccomp_data
)

// program assembles the filter.
func program(folder bool) ([]unix.SockFilter, error) {
	arch, ok := map[string]uint32{"amd64": unix.AUDIT_ARCH_X86_64, "arm64": unix.AUDIT_ARCH_AARCH64}[runtime.GOARCH]
	if !ok {
		return nil, fmt.Errorf("assembling filter: no list for %s", runtime.GOARCH)
	}
	refuse := func(errno uint32) unix.SockFilter {
		return unix.SockFilter{Code: answer, K: unix.SECCOMP_RET_ERRNO | errno}
	}
	allow := unix.SockFilter{Code: answer, K: unix.SECCOMP_RET_ALLOW}
	p := []unix.SockFilter{
		{Code: load, K: offsetArch},
		{Code: equal, K: arch, Jt: 1},
		{Code: answer, K: unix.SECCOMP_RET_KILL_PROCESS},
		{Code: load, K: offsetCall},
	}
	if runtime.GOARCH == "amd64" { // numbers from here on are the x32 interface
		p = append(p, unix.SockFilter{Code: atLeast, K: 0x40000000, Jf: 1}, refuse(uint32(unix.ENOSYS)))
	}
	// clone3 hides its flags behind a pointer; without it the C library falls back to clone
	p = append(p, unix.SockFilter{Code: equal, K: unix.SYS_CLONE3, Jf: 1}, refuse(uint32(unix.ENOSYS)))
	for _, a := range arguments {
		p = append(p,
			unix.SockFilter{Code: equal, K: uint32(a.call), Jf: 5},
			unix.SockFilter{Code: load, K: offsetArguments + 8*a.argument}, // low half: little-endian machines only
			unix.SockFilter{Code: and, K: a.mask},
			unix.SockFilter{Code: equal, K: a.want, Jf: 1},
			allow,
			unix.SockFilter{Code: load, K: offsetCall})
	}
	calls := allowed
	if folder {
		calls = slices.Concat(allowed, filing)
	}
	for _, call := range calls {
		p = append(p, unix.SockFilter{Code: equal, K: uint32(call), Jf: 1}, allow)
	}
	return append(p, refuse(uint32(unix.EPERM))), nil
}

// filter puts the program in force for every thread of the process, also those that an
// engine has started.
func filter(folder bool) error {
	p, err := program(folder)
	if err != nil {
		return err
	}
	prog := unix.SockFprog{Len: uint16(len(p)), Filter: &p[0]}
	thread, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&prog)))
	if errno != 0 {
		return fmt.Errorf("setting filter: %w", errno)
	}
	if thread != 0 {
		return fmt.Errorf("setting filter: thread %d could not be brought along", thread)
	}
	return nil
}
