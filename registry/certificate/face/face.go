// Package face draws certificates for people: A4 pages in Chinese or English with a
// code to scan. A face is not the certificate and proves nothing; it is drawn from the
// signed statement and says so itself. It stands apart from the certificates so that
// whoever only verifies them (a browser, a small tool) carries neither font nor PDF.
package face

import (
	"errors"
	"fmt"
	"strings"

	"github.com/signintech/gopdf"
	"github.com/skip2/go-qrcode"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/proof/seal"
	"github.com/shuyu-project/shuyu/registry/certificate"
)

// Measures of a face in points: A4 upright.
const (
	pageWidth, pageHeight = 595.28, 841.89
	margin                = 68.0 // of the text
	labelWidth            = 112.0
	footHeight            = 156.0 // of the foot of the last page
	codeSide              = 92.0  // of the QR code
)

type colour struct{ r, g, b uint8 }

// The colours: cinnabar for the frame and title, a dull gold for rules, ink for text.
var (
	cinnabar = colour{150, 30, 24}
	gold     = colour{176, 141, 87}
	ink      = colour{34, 34, 34}
	quiet    = colour{110, 104, 96}
	faint    = colour{243, 233, 226}
)

// errLanguage refuses any other language than the platform's two.
var errLanguage = errors.New("drawing certificate: a face is in zh or en")

// Draw draws the certificate in an envelope as a PDF in one language ("zh" or "en"; the
// other appears in the title). The face carries a QR code of the certificate's number
// and digest, behind verifyURL where that is not empty.
//
// It draws what the payload says and verifies nothing: it is for issuers. A text with a
// character that the font lacks is refused by name, never drawn with a gap.
func Draw(e seal.Envelope, language, verifyURL string) ([]byte, error) {
	s, err := certificate.ParseStatement(e.Payload)
	if err != nil {
		return nil, err
	}
	if len(e.Signatures) == 0 {
		return nil, fmt.Errorf("drawing certificate %s: it is not signed", s.Number)
	}
	if language != "zh" && language != "en" {
		return nil, errLanguage
	}
	f := face{statement: s, digest: certificate.Digest(e.Payload), language: language, verifyURL: verifyURL}
	f.key, _, _ = strings.Cut(e.Signatures[0].KeyID, "/")
	out, err := f.draw()
	if err != nil {
		return nil, fmt.Errorf("drawing certificate %s: %w", s.Number, err)
	}
	return out, nil
}

// face is a face in the making. The first fault is kept and ends the drawing: the
// library reports one at every call, and none of them can be mended half-way.
type face struct {
	statement certificate.Statement
	digest    string
	key       string // id of the signing key
	language  string
	verifyURL string

	pdf     *gopdf.GoPdf
	pages   int     // 0 while the pages are being counted
	leading float64 // from line to line of the table
	y       float64 // where the next thing goes
	fault   error
}

func (f *face) in(t law.Text) string { return t.In(f.language) }

// other is the text in the language the face is not in.
func (f *face) other(t law.Text) string {
	if f.language == "en" {
		return t.ZH
	}
	return t.EN
}

func (f *face) keep(err error) {
	if f.fault == nil {
		f.fault = err
	}
}

// leadings are tried in turn for one that lets the certificate stand on one page.
var leadings = []float64{18, 16.5, 15, 14, 13}

// draw draws until all stands on one page, closer each time. What does not fit on one
// at the closest is drawn over several, wide again and numbered.
func (f *face) draw() ([]byte, error) {
	for _, f.leading = range leadings {
		if err := f.once(); err != nil {
			return nil, err
		}
		if f.pdf.GetNumberOfPages() == 1 {
			return f.pdf.GetBytesPdfReturnErr()
		}
	}
	for f.leading = leadings[0]; f.pages != f.pdf.GetNumberOfPages(); {
		f.pages = f.pdf.GetNumberOfPages()
		if err := f.once(); err != nil {
			return nil, err
		}
	}
	return f.pdf.GetBytesPdfReturnErr()
}

func (f *face) once() error {
	container, err := fonts()
	if err != nil {
		return fmt.Errorf("reading font: %w", err)
	}
	f.pdf = &gopdf.GoPdf{}
	f.pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	f.pdf.SetInfo(gopdf.PdfInfo{
		Title: f.in(f.statement.Title) + " " + f.statement.Number, Author: f.in(f.statement.Issuer.Name),
		Creator: "Shuyu", CreationDate: f.statement.Issued.Time().UTC(),
	})
	if err := f.pdf.AddTTFFontFromFontContainer(family, container); err != nil {
		return fmt.Errorf("reading font: %w", err)
	}
	f.size(10)
	if err := checkGlyphs(f.pdf, f.texts()); err != nil {
		return err
	}
	f.page()
	f.heading()
	for _, r := range f.rows() {
		f.row(r)
	}
	f.foot()
	return f.fault
}

// texts is everything a face may show, for the check of glyphs.
func (f *face) texts() []string {
	s := f.statement
	all := []string{s.Number, s.Code, s.Case, s.Holder.Code, s.Subject.ID, s.Subject.Digest, s.Instrument.Pack,
		fmt.Sprintf("%s%s", f.in(preambles[s.Type]), f.stampWord()), f.in(basis(s)), f.in(period(s)), f.in(label.face), f.verifyURL, f.in(s.Title), f.other(s.Title)}
	for _, t := range append(s.Texts(), s.Notices()...) {
		all = append(all, f.in(t))
	}
	return all
}

// page begins a page: frame, stamp and, where there are several, which of them it is.
func (f *face) page() {
	f.pdf.AddPage()
	f.frame()
	f.stamp()
	f.y = 84
	if n := f.pdf.GetNumberOfPages(); n > 1 || f.pages > 1 {
		f.centred(f.statement.Number+"   "+fmt.Sprintf(f.in(label.page), n, max(n, f.pages)), 8, quiet, pageHeight-52)
	}
}

// frame is a heavy cinnabar line, a fine gold one within, and corner pieces.
func (f *face) frame() {
	rect := func(inset, width float64, c colour) {
		f.pdf.SetStrokeColor(c.r, c.g, c.b)
		f.pdf.SetLineWidth(width)
		f.pdf.RectFromUpperLeftWithStyle(inset, inset, pageWidth-2*inset, pageHeight-2*inset, "D")
	}
	rect(26, 2.4, cinnabar)
	rect(32, 0.6, gold)
	rect(36, 0.6, gold)
	for _, corner := range [][2]float64{{36, 36}, {pageWidth - 36, 36}, {36, pageHeight - 36}, {pageWidth - 36, pageHeight - 36}} {
		for _, side := range []float64{22, 14, 6} {
			x, y := corner[0], corner[1]
			if x > pageWidth/2 {
				x -= side
			}
			if y > pageHeight/2 {
				y -= side
			}
			f.pdf.SetStrokeColor(gold.r, gold.g, gold.b)
			f.pdf.SetLineWidth(0.6)
			f.pdf.RectFromUpperLeftWithStyle(x, y, side, side, "D")
		}
	}
}

// stamp writes across the page what every reader must be told, so that no copy of any
// part of it looks like the real thing.
func (f *face) stamp() {
	word := f.stampWord()
	if word == "" {
		return
	}
	f.size(110)
	width := f.width(word)
	f.pdf.Rotate(32, pageWidth/2, pageHeight/2)
	f.at(word, pageWidth/2-width/2, pageHeight/2-60, faint)
	f.pdf.RotateReset()
}

func (f *face) stampWord() string {
	switch s := f.statement; {
	case s.Instrument.Status == certificate.Draft:
		return f.in(stamps.pilot)
	case len(s.Banners) > 0:
		return f.in(stamps.specimen)
	}
	return ""
}

// heading is the title in both languages, the notices, the number and the preamble.
func (f *face) heading() {
	s := f.statement
	big, small := 31.0, 12.0
	if f.language == "en" {
		big, small = 24, 15
	}
	for ; big > 16 && len(f.lines(f.in(s.Title), big, pageWidth-2*margin)) > 1; big-- {
	}
	for _, line := range f.lines(f.in(s.Title), big, pageWidth-2*margin) {
		f.centred(line, big, cinnabar, f.y)
		f.y += big * 1.3
	}
	f.y += 2
	for _, line := range f.lines(f.other(s.Title), small, pageWidth-2*margin) {
		f.centred(line, small, quiet, f.y)
		f.y += small * 1.4
	}
	f.y += 6
	f.rule(pageWidth/2-60, pageWidth/2+60, 1, gold)
	f.y += 12
	f.centred(f.in(label.number)+"  "+s.Number, 11, ink, f.y)
	f.y += 24
	for _, n := range s.Notices() {
		f.notice(f.in(n))
	}
	f.y += 6
	f.preamble()
	f.y += 8
}

// preamble is the sentence that certifies, indented by two characters in Chinese.
func (f *face) preamble() {
	text, size := "\u3000\u3000"+f.in(preambles[f.statement.Type]), 13.0
	if f.language == "en" {
		text, size = f.in(preambles[f.statement.Type]), 12
	}
	for _, line := range f.lines(text, size, pageWidth-2*margin) {
		f.size(size)
		f.at(line, margin, f.y, ink)
		f.y += size * 1.6
	}
}

// notice is a band that cannot be overlooked.
func (f *face) notice(text string) {
	lines := f.lines(text, 10, pageWidth-2*margin-24)
	height := float64(len(lines))*15 + 9
	f.pdf.SetFillColor(cinnabar.r, cinnabar.g, cinnabar.b)
	f.pdf.RectFromUpperLeftWithStyle(margin, f.y, pageWidth-2*margin, height, "F")
	for i, line := range lines {
		f.centred(line, 10, colour{255, 255, 255}, f.y+6+float64(i)*15)
	}
	f.y += height + 6
}

// row is one line of the table: a name and a value, and the size of the value.
type row struct {
	name, value string
	size        float64
}

func (f *face) rows() []row {
	s := f.statement
	var rows []row
	add := func(name law.Text, value string) {
		if value != "" {
			rows = append(rows, row{f.in(name), value, 11.5})
		}
	}
	digest := func(name law.Text, value string) {
		if value != "" {
			rows = append(rows, row{f.in(name), value, 8})
		}
	}
	add(label.code, s.Code)
	add(label.holder, f.in(s.Holder.Name))
	add(label.holderCode, s.Holder.Code)
	add(label.subject, f.in(s.Subject.Name))
	add(label.subjectID, s.Subject.ID)
	digest(label.digest, s.Subject.Digest)
	for _, p := range s.Particulars {
		add(p.Name, f.in(p.Value))
	}
	add(label.law, f.in(basis(s)))
	digest(label.pack, s.Instrument.Pack)
	add(label.period, f.in(period(s)))
	add(label.caseID, s.Case)
	return rows
}

// row draws a line of the table, on a new page where this one is full.
func (f *face) row(r row) {
	names := f.lines(r.name, 11, labelWidth-12)
	values := f.lines(r.value, r.size, pageWidth-2*margin-labelWidth)
	height := float64(max(len(names), len(values)))*f.leading + f.leading/2
	if f.y+height > pageHeight-80 {
		f.page()
	}
	write := func(lines []string, x, size float64, c colour) {
		f.size(size)
		for i, line := range lines {
			// Sizes share a middle, not a top.
			f.at(line, x, f.y+f.leading/4+float64(i)*f.leading+(f.leading-size)/2, c)
		}
	}
	write(names, margin, 11, quiet)
	write(values, margin+labelWidth, r.size, ink)
	f.y += height
	f.rule(margin, pageWidth-margin, 0.5, gold)
}

// foot is the code to scan on the left, issuer and day on the right, and what the face is.
func (f *face) foot() {
	if f.y+footHeight+14 > pageHeight-60 {
		f.page()
	}
	f.y = pageHeight - 60 - footHeight
	f.code(margin, f.y)
	f.size(8)
	f.at(f.in(label.scan), margin+(codeSide-f.width(f.in(label.scan)))/2, f.y+codeSide+4, quiet)
	f.issuer()
	f.y += codeSide + 22
	f.rule(margin, pageWidth-margin, 0.5, gold)
	f.y += 6
	f.small("SHA-256 " + f.digest)
	f.small(f.in(label.sign) + "  " + f.key)
	f.small(f.in(label.face))
}

// issuer stands at the right, its lines ending at the margin.
func (f *face) issuer() {
	right, left := pageWidth-margin, margin+codeSide+30
	y := f.y + 18
	for _, line := range f.lines(f.in(f.statement.Issuer.Name), 15, right-left) {
		f.size(15)
		f.at(line, right-f.width(line), y, ink)
		y += 22
	}
	f.size(12.5)
	line := f.in(day(f.statement.Issued))
	f.at(line, right-f.width(line), y+6, ink)
}

// small writes the fine print.
func (f *face) small(text string) {
	for _, line := range f.lines(text, 7.5, pageWidth-2*margin) {
		f.size(7.5)
		f.at(line, margin, f.y, quiet)
		f.y += 11.5
	}
}

// code draws the QR code as squares: sharp at any size, and no image in the file.
func (f *face) code(x, y float64) {
	qr, err := qrcode.New(f.scanned(), qrcode.Medium)
	if err != nil {
		f.keep(fmt.Errorf("making QR code: %w", err))
		return
	}
	qr.DisableBorder = true
	bits := qr.Bitmap()
	side := codeSide / float64(len(bits))
	f.pdf.SetFillColor(ink.r, ink.g, ink.b)
	for i, line := range bits {
		for from := 0; from < len(line); {
			to := from
			for to < len(line) && line[to] {
				to++
			}
			if to > from { // one rectangle for a run: no hairlines between squares
				f.pdf.RectFromUpperLeftWithStyle(x+float64(from)*side, y+float64(i)*side, float64(to-from)*side, side, "F")
			}
			from = to + 1
		}
	}
}

// scanned is what the QR code says: number and digest, by which the signed file is
// found and compared. In a URL they stand behind the "#": no server learns who asks.
func (f *face) scanned() string {
	if f.verifyURL != "" {
		return f.verifyURL + "#" + f.statement.Number + ":" + f.digest
	}
	return "shuyu-certificate:" + f.statement.Number + ":" + f.digest
}

func (f *face) rule(from, to, width float64, c colour) {
	f.pdf.SetStrokeColor(c.r, c.g, c.b)
	f.pdf.SetLineWidth(width)
	f.pdf.Line(from, f.y, to, f.y)
}

func (f *face) size(points float64) { f.keep(f.pdf.SetFont(family, "", points)) }

func (f *face) width(text string) float64 {
	w, err := f.pdf.MeasureTextWidth(text)
	f.keep(err)
	return w
}

func (f *face) lines(text string, points, width float64) []string {
	f.size(points)
	return breakLines(text, width, f.width)
}

// at writes one line with its upper left corner at (x, y), in the size last set.
func (f *face) at(text string, x, y float64, c colour) {
	if text == "" {
		return
	}
	f.pdf.SetTextColor(c.r, c.g, c.b)
	f.pdf.SetXY(x, y)
	f.keep(f.pdf.Cell(nil, text))
}

func (f *face) centred(text string, points float64, c colour, y float64) {
	f.size(points)
	f.at(text, (pageWidth-f.width(text))/2, y, c)
}
