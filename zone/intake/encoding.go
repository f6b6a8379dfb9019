package intake

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/shuyu-project/shuyu/law"
)

// Encodings a text may be read in.
const (
	encodingUTF8    = "utf-8"
	encodingGB18030 = "gb18030"
	encodingUTF16LE = "utf-16le"
	encodingUTF16BE = "utf-16be"
)

// textFile is an opened text: decompressed where it was compressed, in UTF-8.
type textFile struct {
	io.Reader
	file    *os.File
	size    int64  // bytes on disk
	read    *meter // of the bytes on disk
	decoded bool   // went through a decoder other than UTF-8
}

// openText opens a text file. encoding is one of the names above.
func openText(path, name string, opt Options, coding string) (*textFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", name, err)
	}
	t, err := wrapText(f, name, opt, coding)
	if err != nil {
		f.Close()
		return nil, err
	}
	return t, nil
}

func wrapText(f *os.File, name string, opt Options, coding string) (*textFile, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", name, err)
	}
	t := &textFile{file: f, size: info.Size(), read: &meter{from: f}}
	plain := bufio.NewReaderSize(t.read, 1<<17)
	t.Reader = plain
	if magic, _ := plain.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		if t.Reader, err = gzip.NewReader(plain); err != nil {
			return nil, refuseUnreadable(name)
		}
	}
	t.Reader = &meter{from: t.Reader, limit: opt.MaxBytes, over: refuseLimit(CodeBytes, name, opt.MaxBytes, remedySplit)}
	if coding == "" {
		return t, nil
	}
	decoder, err := decoderOf(coding)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", name, err)
	}
	if decoder == nil {
		t.Reader = skipMark(t.Reader)
		return t, nil
	}
	t.decoded = true
	t.Reader = skipMark(transform.NewReader(t.Reader, decoder.NewDecoder()))
	return t, nil
}

func (t *textFile) Close() error { return t.file.Close() }

// decoderOf gives the decoder of a coding, nil for UTF-8.
func decoderOf(coding string) (encoding.Encoding, error) {
	switch coding {
	case encodingUTF8:
		return nil, nil
	case encodingGB18030, "gbk", "gb2312":
		return simplifiedchinese.GB18030, nil
	case encodingUTF16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), nil
	case encodingUTF16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), nil
	}
	return nil, fmt.Errorf("unknown character encoding")
}

var byteOrderMark = []byte("\xEF\xBB\xBF")

// skipMark passes over a byte-order mark.
func skipMark(r io.Reader) io.Reader {
	b := bufio.NewReaderSize(r, 1<<16)
	if head, _ := b.Peek(len(byteOrderMark)); bytes.Equal(head, byteOrderMark) {
		b.Discard(len(byteOrderMark)) // peeked just now: cannot fail
	}
	return b
}

// detectEncoding says how a file is written: as its byte-order mark states, as UTF-8
// where every byte is, otherwise as GB 18030 where that is whole. A file of which
// neither is true is read in the one that fits more of it, and what does not fit are
// bad rows; a file that is no text is refused. The whole file is read: the first
// character that is not ASCII may be its last.
func detectEncoding(path, name string, opt Options) (string, error) {
	var mark string
	var binary bool
	var utf utfState
	err := eachChunk(path, name, opt, func(text []byte, first bool) bool {
		if first {
			mark, binary = marked(text), looksBinary(text)
		}
		if mark != "" || binary {
			return false
		}
		utf.scan(text)
		return true
	})
	switch {
	case err != nil:
		return "", err
	case mark != "":
		return mark, nil
	case binary:
		return "", refuseForm(CodeEncoding, name,
			law.Text{ZH: "文件不是文本。", EN: "The file is not text."},
			law.Text{ZH: "请上传 CSV、Parquet 或 Excel 文件。", EN: "Upload a CSV, Parquet or Excel file."})
	case utf.bad == 0:
		return encodingUTF8, nil
	}
	var gb gbState
	if err := eachChunk(path, name, opt, func(text []byte, _ bool) bool { gb.scan(text); return true }); err != nil {
		return "", err
	}
	if utf.bad <= gb.bad {
		return encodingUTF8, nil
	}
	return encodingGB18030, nil
}

// eachChunk gives a file's bytes, decompressed, to see until it wants no more.
func eachChunk(path, name string, opt Options, see func(text []byte, first bool) bool) error {
	t, err := openText(path, name, opt, "")
	if err != nil {
		return err
	}
	defer t.Close()
	buffer := make([]byte, 1<<17)
	for first := true; ; first = false {
		n, err := io.ReadFull(t.Reader, buffer)
		if n > 0 && !see(buffer[:n], first) || err == io.EOF || err == io.ErrUnexpectedEOF && !truncated(t) {
			return nil
		}
		if err != nil {
			if refusal, ok := law.AsRefusal(err); ok {
				return refusal
			}
			return refuseUnreadable(name)
		}
	}
}

// truncated reports whether a compressed file ends too early: its reader says so again
// when asked, where one that is at its end answers io.EOF.
func truncated(t *textFile) bool {
	_, err := t.Reader.Read(make([]byte, 1))
	return err == io.ErrUnexpectedEOF
}

func refuseUnreadable(name string) error {
	return refuseForm(CodeFormat, name,
		law.Text{ZH: "文件损坏或不是所称的格式。", EN: "The file is damaged or not in the form it claims."},
		law.Text{ZH: "请重新生成文件后上传。", EN: "Make the file again and upload it."})
}

// marked gives the encoding a byte-order mark states.
func marked(head []byte) string {
	switch {
	case bytes.HasPrefix(head, byteOrderMark):
		return encodingUTF8
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}):
		return encodingUTF16LE
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		return encodingUTF16BE
	}
	return ""
}

// looksBinary reports whether a beginning holds more zero bytes than a slip explains.
func looksBinary(head []byte) bool {
	return bytes.Count(head, []byte{0}) > len(head)/100+1
}

// utfState counts the bytes that are no UTF-8, over chunks that may cut a character.
type utfState struct {
	bad  int
	rest [utf8.UTFMax]byte // the beginning of a character
	n    int
}

func (u *utfState) scan(b []byte) {
	for u.n > 0 && len(b) > 0 { // finish the character that was cut
		u.rest[u.n] = b[0]
		u.n++
		b = b[1:]
		if utf8.FullRune(u.rest[:u.n]) {
			_, size := utf8.DecodeRune(u.rest[:u.n])
			if size != u.n {
				u.bad++
			}
			u.n = 0
		}
	}
	if utf8.Valid(b) {
		return
	}
	for len(b) > 0 {
		if !utf8.FullRune(b) {
			u.n = copy(u.rest[:], b)
			return
		}
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			u.bad++
		}
		b = b[size:]
	}
}

// gbState follows GB 18030: one, two or four bytes a character.
type gbState struct {
	bad int
	n   int // bytes of the character so far
}

// scan counts the bytes that are no character.
func (g *gbState) scan(b []byte) {
	for _, c := range b {
		switch {
		case g.n == 0:
			if c >= 0x81 && c <= 0xFE {
				g.n = 1
			} else if c >= 0x80 {
				g.bad++
			}
		case g.n == 1:
			switch {
			case c >= 0x40 && c <= 0xFE && c != 0x7F:
				g.n = 0
			case c >= '0' && c <= '9':
				g.n = 2
			default:
				g.bad++
				g.n = 0
			}
		case g.n == 2:
			if g.n = 3; c < 0x81 || c > 0xFE {
				g.bad++
				g.n = 0
			}
		default:
			if g.n = 0; c < '0' || c > '9' {
				g.bad++
			}
		}
	}
}
