package intake

import (
	"bytes"
	"io"
	"unicode/utf8"
)

// csvRecords reads comma-separated records (RFC 4180, any one-byte delimiter) from
// UTF-8. Unlike encoding/csv it keeps the record's own bytes and, when a quotation
// mark goes wrong, gives up that one line and goes on with the next: a mark that is
// never closed must not swallow the rest of a file.
type csvRecords struct {
	from      io.Reader
	delimiter byte
	limit     int    // bytes of one record
	decoded   bool   // the text came through a decoder, which marks bad bytes with U+FFFD
	consumed  *meter // of the file underneath

	buffer     []byte
	start, end int // unread bytes
	eof        bool
	line       int64 // number of the next line
	blank      int64
	rec        record
	unquoted   []byte // holds the cells of a record with quotation marks
}

func newCSVRecords(from io.Reader, delimiter byte, limit int) *csvRecords {
	return &csvRecords{from: from, delimiter: delimiter, limit: limit, buffer: make([]byte, 1<<18), line: 1}
}

func (c *csvRecords) position() int64 {
	if c.consumed == nil {
		return 0
	}
	return c.consumed.count
}

// fill reads more; it reports false at the end of the source.
func (c *csvRecords) fill() (bool, error) {
	if c.eof {
		return false, nil
	}
	if c.start > 0 {
		copy(c.buffer, c.buffer[c.start:c.end])
		c.end -= c.start
		c.start = 0
	}
	if c.end == len(c.buffer) {
		bigger := make([]byte, 2*len(c.buffer))
		copy(bigger, c.buffer[:c.end])
		c.buffer = bigger
	}
	for {
		n, err := c.from.Read(c.buffer[c.end:])
		c.end += n
		if err == io.EOF {
			c.eof = true
			return n > 0, nil
		}
		if err != nil {
			return false, err
		}
		if n > 0 {
			return true, nil
		}
	}
}

// next reads one record. Lines with nothing in them are counted and passed over.
func (c *csvRecords) next() (*record, error) {
	for {
		length, err := c.lineLength(0)
		if err != nil {
			return nil, err
		}
		if length == 0 {
			return nil, io.EOF
		}
		if length > c.limit {
			return c.skipLine(length)
		}
		line := c.buffer[c.start : c.start+length]
		text := chomp(line)
		if len(text) == 0 {
			c.start += length
			c.line++
			c.blank++
			continue
		}
		if bytes.IndexByte(text, '"') >= 0 {
			return c.quoted()
		}
		c.begin(text)
		c.split(text)
		c.start += length
		c.line++
		return c.check(), nil
	}
}

// lineLength gives the bytes of the line that starts skip bytes after the unread ones
// begin, its end included; 0 at the end of the source. A line over the limit answers
// with more than the limit as soon as that is known.
func (c *csvRecords) lineLength(skip int) (int, error) {
	from := skip
	for {
		if i := bytes.IndexByte(c.buffer[c.start+from:c.end], '\n'); i >= 0 {
			return from + i + 1 - skip, nil
		}
		from = c.end - c.start
		if from-skip > c.limit {
			return from - skip, nil
		}
		more, err := c.fill()
		if err != nil {
			return 0, err
		}
		if !more {
			return c.end - c.start - skip, nil
		}
	}
}

func chomp(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\n' {
		line = line[:n-1]
	}
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return line
}

func (c *csvRecords) begin(raw []byte) {
	c.rec.line, c.rec.raw, c.rec.fault = c.line, raw, ""
	c.rec.cells, c.rec.quoted = c.rec.cells[:0], c.rec.quoted[:0]
}

func (c *csvRecords) cell(value []byte, quoted bool) {
	c.rec.cells = append(c.rec.cells, value)
	c.rec.quoted = append(c.rec.quoted, quoted)
}

// split cuts a line that holds no quotation mark.
func (c *csvRecords) split(text []byte) {
	for {
		i := bytes.IndexByte(text, c.delimiter)
		if i < 0 {
			c.cell(text, false)
			return
		}
		c.cell(text[:i], false)
		text = text[i+1:]
	}
}

// check looks at what only the whole record can tell.
func (c *csvRecords) check() *record {
	r := &c.rec
	switch {
	case r.fault != "":
	case !utf8.Valid(r.raw) || c.decoded && bytes.Contains(r.raw, []byte("\uFFFD")):
		r.fault = BadEncoding
	case bytes.IndexByte(r.raw, 0) >= 0:
		r.fault = NulByte
	}
	return r
}

// quoted reads a record that holds quotation marks and may go over several lines. The
// loop is one ordered act: a field, then what must follow it.
func (c *csvRecords) quoted() (*record, error) {
	c.unquoted = c.unquoted[:0]
	c.begin(nil)
	first, err := c.lineLength(0) // where reading goes on if this record is broken
	if err != nil {
		return nil, err
	}
	have, at, lines := first, 0, int64(1)
	for {
		if at < have && c.buffer[c.start+at] == '"' {
			value, next, unclosed, err := c.quotedField(at+1, &have, &lines)
			if err != nil {
				return nil, err
			}
			if unclosed {
				return c.giveUp(first, OpenQuote), nil
			}
			c.cell(value, true)
			at = next
		} else {
			rest := chomp(c.buffer[c.start+at : c.start+have])
			if i := bytes.IndexByte(rest, c.delimiter); i >= 0 {
				rest = rest[:i]
			}
			from := len(c.unquoted)
			c.unquoted = append(c.unquoted, rest...) // a later line may move the buffer
			c.cell(c.unquoted[from:len(c.unquoted):len(c.unquoted)], false)
			at += len(rest)
		}
		rest := chomp(c.buffer[c.start+at : c.start+have])
		switch {
		case len(rest) == 0:
			c.rec.raw = chomp(c.buffer[c.start : c.start+have])
			c.start += have
			c.line += lines
			return c.check(), nil
		case rest[0] == c.delimiter:
			at++
		default:
			return c.giveUp(first, BadQuote), nil
		}
	}
}

// quotedField reads on from after an opening mark to after its closing one, taking in
// further lines as it must. unclosed is true when none comes within the limit.
func (c *csvRecords) quotedField(at int, have *int, lines *int64) (value []byte, next int, unclosed bool, err error) {
	from := len(c.unquoted)
	for {
		text := c.buffer[c.start+at : c.start+*have]
		i := bytes.IndexByte(text, '"')
		switch {
		case i >= 0 && i+1 < len(text) && text[i+1] == '"':
			c.unquoted = append(c.unquoted, text[:i+1]...)
			at += i + 2
		case i >= 0:
			c.unquoted = append(c.unquoted, text[:i]...)
			return c.unquoted[from:len(c.unquoted):len(c.unquoted)], at + i + 1, false, nil
		default:
			c.unquoted = append(c.unquoted, text...)
			at = *have
			length, err := c.lineLength(*have)
			if err != nil {
				return nil, 0, false, err
			}
			if length == 0 || *have+length > c.limit {
				return nil, 0, true, nil
			}
			*have += length
			*lines++
		}
	}
}

// giveUp answers the first line of a broken record and leaves the next to be read.
func (c *csvRecords) giveUp(first int, why Reason) *record {
	c.begin(chomp(c.buffer[c.start : c.start+first]))
	c.rec.fault = why
	c.start += first
	c.line++
	return &c.rec
}

// skipLine passes over a line that is longer than a record may be, and keeps its
// beginning for the rejects file.
func (c *csvRecords) skipLine(have int) (*record, error) {
	c.begin(append([]byte(nil), c.buffer[c.start:c.start+min(have, 4096)]...))
	c.rec.fault = TooLong
	for {
		if i := bytes.IndexByte(c.buffer[c.start:c.end], '\n'); i >= 0 {
			c.start += i + 1
			break
		}
		c.start = c.end
		more, err := c.fill()
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
	}
	c.line++
	return &c.rec, nil
}
