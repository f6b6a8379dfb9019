//go:build linux

package work

import "golang.org/x/sys/unix"

var extra = []uintptr{unix.SYS_EPOLL_WAIT, unix.SYS_POLL, unix.SYS_ARCH_PRCTL, unix.SYS_TIME}
