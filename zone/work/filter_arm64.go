//go:build linux

package work

var extra []uintptr

var filingExtra []uintptr
