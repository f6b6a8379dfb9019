package calendar

import (
	"bytes"
	_ "embed"
	"sync"
)

//go:embed china.csv
var chinaFile []byte

// China is the calendar shipped with the platform: the working days of mainland China for
// 2007–2026, each adjustment with the notice it rests on. An installation that has a newer
// file reads that with Read; one that must act on a notice at once adds it with With.
//
// Source: the notices themselves, cited row by row. Every call answers the same value.
func China() *Calendar { return china() }

var china = sync.OnceValue(func() *Calendar {
	c, err := Read(bytes.NewReader(chinaFile))
	if err != nil {
		panic("calendar: the embedded china.csv must be readable: " + err.Error())
	}
	return c
})
