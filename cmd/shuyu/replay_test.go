package main

import (
	"strings"
	"testing"
)

// TestReplayOfNothing: without an installation it is said what is missing and how to name it.
func TestReplayOfNothing(t *testing.T) {
	err := packReplay{Dir: t.TempDir(), Pack: "taian"}.Run()
	if err == nil || !strings.Contains(err.Error(), "--dir") {
		t.Errorf("it says %v", err)
	}
}
