package bench

import (
	"fmt"
	"os"
)

// floor is the least that a durable command costs: its bytes are appended to a file, those
// that wait share one fsync, and each is answered after it. There is no index, no tree and
// no second file: what stands against it has to do all of that within the same turn.
type floor struct {
	file    *os.File
	waiting chan pending
	ended   chan struct{}
}

type pending struct {
	data []byte
	done chan<- error
}

// openFloor makes the file. At most writers appends wait at a time.
func openFloor(path string, writers int) (*floor, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("making the file of the floor: %w", err)
	}
	l := &floor{file: f, waiting: make(chan pending, writers), ended: make(chan struct{})}
	go l.write()
	return l, nil
}

// write is the goroutine that owns the file. Everything that waits goes with one fsync.
func (l *floor) write() {
	defer close(l.ended)
	var buffer []byte
	var batch []pending
	for first := range l.waiting {
		batch, buffer = append(batch[:0], first), append(buffer[:0], first.data...)
		for more := true; more; {
			select {
			case w, ok := <-l.waiting:
				if more = ok; ok {
					batch, buffer = append(batch, w), append(buffer, w.data...)
				}
			default:
				more = false
			}
		}
		_, err := l.file.Write(buffer)
		if err == nil {
			err = l.file.Sync()
		}
		for _, w := range batch {
			w.done <- err
		}
	}
}

// append returns once data is durable. done holds one answer and is the caller's own.
func (l *floor) append(data []byte, done chan error) error {
	l.waiting <- pending{data, done}
	return <-done
}

// close ends the goroutine and the file. Nobody may be appending.
func (l *floor) close() error {
	close(l.waiting)
	<-l.ended
	return l.file.Close()
}
