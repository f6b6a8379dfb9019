package delivery

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
)

// Journal is a MeterStore in one append-only file of the process's own: a line a
// charge, with its checksum, synced before the charge is answered. Counts are kept in
// memory and rebuilt when it is opened.
//
// A crash leaves at most an unfinished last line, which was never answered and is cut
// off; damage anywhere else is an error. Whoever can write to the file can change
// counts, and nothing else. One process owns it at a time.
type Journal struct {
	mu    sync.Mutex
	file  *os.File
	day   map[purse]int64
	total map[string]int64
	err   error // after a failed write nothing more is granted: what is on disk is unknown
}

// OpenJournal opens or creates the journal at path.
func OpenJournal(path string) (*Journal, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the meter's journal: %w", err)
	}
	j := &Journal{file: f, day: map[purse]int64{}, total: map[string]int64{}}
	if err := j.replay(); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("reading the meter's journal: %w", err)
	}
	return j, nil
}

// replay counts what is there and cuts an unfinished last line off.
func (j *Journal) replay() error {
	r := bufio.NewReader(j.file)
	good := int64(0)
	for n := 1; ; n++ {
		line, err := r.ReadString('\n')
		if err == io.EOF {
			break // what has no line end was never answered
		}
		if err != nil {
			return err
		}
		p, calls, ok := parse(strings.TrimSuffix(line, "\n"))
		if !ok {
			if _, err := r.Peek(1); err == io.EOF {
				break
			}
			return fmt.Errorf("line %d is damaged", n)
		}
		j.count(p, calls)
		good += int64(len(line))
	}
	if err := j.file.Truncate(good); err != nil {
		return err
	}
	_, err := j.file.Seek(good, io.SeekStart)
	return err
}

func (j *Journal) count(p purse, calls int64) {
	j.day[p] += calls
	j.total[p.key] += calls
}

// format is a line: checksum, day, calls, key.
func format(p purse, calls int64) string {
	body := strconv.FormatInt(p.day, 10) + " " + strconv.FormatInt(calls, 10) + " " + p.key
	return fmt.Sprintf("%08x %s\n", crc32.ChecksumIEEE([]byte(body)), body)
}

func parse(line string) (purse, int64, bool) {
	sum, body, ok := strings.Cut(line, " ")
	if !ok || fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(body))) != sum {
		return purse{}, 0, false
	}
	parts := strings.SplitN(body, " ", 3)
	if len(parts) != 3 {
		return purse{}, 0, false
	}
	day, err1 := strconv.ParseInt(parts[0], 10, 64)
	calls, err2 := strconv.ParseInt(parts[1], 10, 64)
	return purse{parts[2], day}, calls, err1 == nil && err2 == nil && calls > 0
}

// Charge implements [MeterStore].
func (j *Journal) Charge(_ context.Context, charges []Charge) ([]Counted, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err != nil {
		return nil, j.err
	}
	counted := make([]Counted, len(charges))
	day, total := map[purse]int64{}, map[string]int64{} // granted within this charge
	var lines strings.Builder
	for i, c := range charges {
		p := purse{c.Key, c.Day}
		if strings.ContainsAny(c.Key, "\n\r") || c.Key == "" {
			return nil, errors.New("charging: a key's id is one word")
		}
		d, t := j.day[p]+day[p], j.total[c.Key]+total[c.Key]
		n := grant(c, d, t)
		counted[i] = Counted{Granted: n, Day: d + n, Total: t + n}
		if n > 0 {
			day[p] += n
			total[c.Key] += n
			lines.WriteString(format(p, n))
		}
	}
	if lines.Len() > 0 {
		if err := j.write(lines.String()); err != nil {
			j.err = fmt.Errorf("writing the meter's journal: %w", err)
			return nil, j.err
		}
	}
	for p, n := range day {
		j.count(p, n)
	}
	return counted, nil
}

func (j *Journal) write(lines string) error {
	if _, err := j.file.WriteString(lines); err != nil {
		return err
	}
	return j.file.Sync()
}

// Calls are the counts of a key on a day and on all days.
func (j *Journal) Calls(key string, day int64) (onDay, total int64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.day[purse{key, day}], j.total[key]
}

// Close closes the file.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.err = errors.New("the meter's journal is closed")
	return j.file.Close()
}

// Through implements [MeterStore].
func (j *Journal) Through(_ context.Context, key string, day int64) (int64, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	var calls int64
	for p, n := range j.day {
		if p.key == key && p.day <= day {
			calls += n
		}
	}
	return calls, nil
}
