package main

import (
	"fmt"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
)

// tellEvery is how long nobody hears of long work that no person watches.
const tellEvery = 30 * time.Second

// progress tells how far long work is: by a bar where a person looks, and else, in a file
// or a pipe, by a plain line now and then and at the end. What it answers may be called
// by one goroutine at a time.
func progress(to *os.File, doing string) func(done, total int) {
	if watched(to) {
		bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(to), progressbar.OptionSetDescription(doing), progressbar.OptionClearOnFinish())
		return func(done, total int) { bar.ChangeMax(total); bar.Set(done) } //nolint:errcheck // a bar
	}
	last := time.Now()
	return func(done, total int) {
		if done < total && time.Since(last) < tellEvery {
			return
		}
		last = time.Now()
		fmt.Fprintf(to, "%s: %d of %d\n", doing, done, total)
	}
}

// watched reports whether a terminal is at the other end.
func watched(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
