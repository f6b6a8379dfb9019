package bench

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Machine says where the figures were taken. What the system does not tell is left out.
type Machine struct {
	CPU        string     `json:"cpu"`
	Cores      int        `json:"cores"`
	Threads    int        `json:"threads"` // that Go code may use
	MemoryGB   float64    `json:"memoryGB,omitempty"`
	System     string     `json:"system"`
	Kernel     string     `json:"kernel,omitempty"`
	Go         string     `json:"go"`
	Filesystem string     `json:"filesystem"` // of the folder that is measured
	Load       [3]float64 `json:"load"`       // averages of 1, 5 and 15 minutes, before anything was measured
	Idle       float64    `json:"idle"`       // share of the cores' time that nobody used in the last half second before
	Pairs      int        `json:"pairs"`
	Turn       string     `json:"turn"`
}

// Look describes the machine as it is now. It takes half a second.
func Look(ctx context.Context, o Options) Machine {
	m := Machine{CPU: named("/proc/cpuinfo", "model name"), Cores: runtime.NumCPU(), Threads: runtime.GOMAXPROCS(0), System: runtime.GOOS + "/" + runtime.GOARCH,
		Go: runtime.Version(), Filesystem: filesystem(o.Folder), Load: load(), Pairs: o.pairs(), Turn: o.turn().String()}
	if kb, err := strconv.ParseFloat(strings.TrimSuffix(named("/proc/meminfo", "MemTotal"), " kB"), 64); err == nil {
		m.MemoryGB = float64(int(kb/1024/1024*10)) / 10
	}
	if release, err := os.ReadFile("/proc/sys/kernel/osrelease"); err == nil {
		m.Kernel = strings.TrimSpace(string(release))
	}
	idle, total := ticks()
	select {
	case <-ctx.Done():
	case <-time.After(500 * time.Millisecond):
	}
	if i, t := ticks(); t > total {
		m.Idle = float64(int(1000*(i-idle)/(t-total))) / 1000
	}
	return m
}

// named is the first value of a name in a file of "name : value" lines.
func named(path, name string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		if key, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// load are the load averages, zero where the system does not tell.
func load() (averages [3]float64) {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return averages
	}
	for i, word := range strings.Fields(string(text))[:3] {
		averages[i], _ = strconv.ParseFloat(word, 64)
	}
	return averages
}

// ticks are the idle and all ticks of the cores since the system started.
func ticks() (idle, total float64) {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	for i, word := range strings.Fields(first)[1:] {
		n, _ := strconv.ParseFloat(word, 64)
		if i == 3 || i == 4 { // idle, and waiting for the disk
			idle += n
		}
		if i < 8 { // guests are counted within the others
			total += n
		}
	}
	return idle, total
}

// filesystems are the names of the kernel's magic numbers.
var filesystems = map[int64]string{0xEF53: "ext4", 0x58465342: "xfs", 0x9123683E: "btrfs", 0x01021994: "tmpfs", 0x794C7630: "overlay", 0x2FC12FC1: "zfs", 0x6969: "nfs"}

func filesystem(folder string) string {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return ""
	}
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return ""
	}
	if name, ok := filesystems[int64(s.Type)]; ok {
		return name
	}
	return "0x" + strconv.FormatInt(int64(s.Type), 16)
}
