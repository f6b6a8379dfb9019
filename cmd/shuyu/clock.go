package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/proof/seal"
)

// wallClock is the one place where the program asks for the time.
func wallClock() time.Time { return time.Now() }

// demoClock is the settable clock of a demonstration: its legal day is moved on by hand
// and kept in a file; the time of day runs as it does. It never runs back.
type demoClock struct {
	path string
	mu   sync.Mutex
	day  calendar.Day
}

// openDemoClock reads the day the demonstration stands at; a new one starts on first.
func openDemoClock(path string, first calendar.Day) (*demoClock, error) {
	c := &demoClock{path: path, day: first}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the demonstration's clock: %w", err)
	}
	if c.day, err = calendar.ParseDay(strings.TrimSpace(string(text))); err != nil {
		return nil, fmt.Errorf("reading the demonstration's clock: %w", err)
	}
	return c, nil
}

// Now is the demonstration's day at the present time of day in Beijing.
func (c *demoClock) Now() time.Time {
	c.mu.Lock()
	day := c.day
	c.mu.Unlock()
	wall := wallClock()
	return day.Time().Add(wall.Sub(calendar.DayOf(wall).Time()))
}

// set moves the day on. A day that lies behind is passed over.
func (c *demoClock) set(day calendar.Day) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !day.After(c.day) {
		return nil
	}
	if err := seal.ReplaceFile(c.path, []byte(day.String()+"\n")); err != nil {
		return fmt.Errorf("keeping the demonstration's clock: %w", err)
	}
	c.day = day
	return nil
}
