package catalogue

// Finding is one sensitive value in a text. It says what and where, never which: the
// value itself is not carried out of the text.
type Finding struct {
	Kind    Kind `json:"kind"`
	Offset  int  `json:"offset"` // bytes from the start of the text
	Length  int  `json:"length"` // bytes
	Checked bool `json:"checked"`
}

// Tally counts the findings of one kind.
type Tally struct {
	Kind  Kind `json:"kind"`
	Count int  `json:"count"`
	First int  `json:"first"` // offset of the first
}

// Survey counts the findings of every kind in a text, in the order of the kinds.
func Survey(text []byte) []Tally {
	var counts [kinds]Tally
	FindInText(text, func(f Finding) bool {
		t := &counts[f.Kind]
		if t.Count == 0 {
			t.First = f.Offset
		}
		t.Kind = f.Kind
		t.Count++
		return true
	})
	var tallies []Tally
	for _, t := range counts {
		if t.Count > 0 {
			tallies = append(tallies, t)
		}
	}
	return tallies
}

// FindInText gives each sensitive value in a text to found, in the order of their
// ends, until found returns false. It reads the text once and allocates nothing.
//
// Identity numbers, credit codes, cards and vehicle numbers are reported when their
// check digit holds; phones, plates, permits, e-mail and network addresses by their
// form, standing free of other letters and digits; addresses by road or place and
// house number, from the break before them; names only after a word that announces one, 姓名 or 联系人. It does not
// recognise names in general and does not claim to.
func FindInText(text []byte, found func(Finding) bool) {
	s := textScan{text: text, found: found}
	for i := 0; i < len(text); {
		switch c := text[i]; textClass[c] {
		case runByte:
			start, mask := i, uint8(0)
			for i < len(text) {
				class := runClass[text[i]]
				if class == 0 {
					break
				}
				mask |= class
				i++
			}
			// Words, and numbers too short for any form, are left here: nearly all runs.
			if mask == isLetter || i-start < 9 && (i-start > 4 || !s.joins(i)) {
				continue
			}
			if !s.run(start, i, mask) {
				return
			}
		case highByte:
			if i+2 >= len(text) || c&0xF0 != 0xE0 || text[i+1]&0xC0 != 0x80 || text[i+2]&0xC0 != 0x80 {
				i++
				continue
			}
			trigger := hanTrigger[uint16(c)<<12|uint16(text[i+1]&0x3F)<<6|uint16(text[i+2]&0x3F)]
			i += 3
			if trigger&(trigProvince|trigNumber|trigLabel) != 0 && !s.han(i-3, trigger) {
				return
			}
			i = max(i, s.after)
		case atByte:
			if start, end, ok := emailAround(text, i); ok && !found(Finding{Kind: Email, Offset: start, Length: end - start}) {
				return
			}
			i++
		case colonByte:
			var more bool
			if i, more = s.colon(i); !more {
				return
			}
		default:
			i++
		}
	}
}

// What the text scan distinguishes at the start of something.
const (
	runByte = iota + 1
	highByte
	atByte
	colonByte
)

var textClass, runClass = func() (start, run [256]uint8) {
	for i, class := range byteClass {
		switch class {
		case isDigit, isLetter:
			start[i], run[i] = runByte, class
		case isHigh:
			start[i] = highByte
		case isAt:
			start[i] = atByte
		case isColon:
			start[i] = colonByte
		}
	}
	return start, run
}()

// textScan is the state of one pass: what was last reported, so that no part of it is
// reported again.
type textScan struct {
	text    []byte
	runEnd  int // end of the last number in groups
	after   int // end of the last plate or disguised run
	address int // end of the last address
	told    int // end of whatever was reported last
	found   func(Finding) bool
}

// joins reports whether a number that ends at i may go on in another group.
func (s *textScan) joins(i int) bool {
	if i+1 >= len(s.text) || runClass[s.text[i+1]] != isDigit {
		return false
	}
	switch s.text[i] {
	case '.':
		return true
	case '-', ' ': // every group after the first has at least three digits; a day has two
		return i+3 < len(s.text) && runClass[s.text[i+2]] == isDigit && runClass[s.text[i+3]] == isDigit
	}
	return false
}

func (s *textScan) report(k Kind, start, end int) bool {
	s.told = end
	return s.found(Finding{Kind: k, Offset: start, Length: end - start, Checked: detectors[k].Checksum})
}

// run takes a run of letters and digits that may be something.
func (s *textScan) run(start, end int, mask uint8) bool {
	if start < s.runEnd {
		return true
	}
	n := end - start
	if n < 5 {
		return mask != isDigit || s.joined(start, end)
	}
	if n > 64 || s.fraction(start, end) {
		return true
	}
	if k := wholeRun(s.text[start:end], mask); k != 0 {
		return s.report(k, start, end)
	}
	if mask == isDigit|isLetter && n > 18 {
		return s.glued(start, end)
	}
	return true
}

// fraction reports whether the run is part of a decimal number.
func (s *textScan) fraction(start, end int) bool {
	t := s.text
	if start >= 2 && t[start-1] == '.' && byteClass[t[start-2]] == isDigit {
		return true
	}
	return end+1 < len(t) && t[end] == '.' && byteClass[t[end+1]] == isDigit
}

// joined reads a short group of digits together with what follows it over hyphens,
// spaces or dots: an IPv4 address, a landline, a card or mobile written in groups.
func (s *textScan) joined(start, end int) bool {
	t := s.text
	if t[end] == '.' {
		if start > 0 && t[start-1] == '.' || start < s.runEnd {
			return true
		}
		n := ipv4(t[start:])
		if n == 0 {
			return true
		}
		if after := start + n; after < len(t) && (byteClass[t[after]] <= isLetter || t[after] == '.' && after+1 < len(t) && byteClass[t[after+1]] == isDigit) {
			return true
		}
		s.runEnd = start + n
		return s.report(IP, start, start+n)
	}
	if byteClass[t[end]] != isJoin || start > 1 && byteClass[t[start-1]] == isJoin && byteClass[t[start-2]] == isDigit {
		return true
	}
	var digits [20]byte
	n, i, sep := 0, start, t[end]
	for i < len(t) {
		c := t[i]
		if byteClass[c] == isDigit {
			if n == len(digits) {
				return true
			}
			digits[n] = c
			n++
		} else if c != sep || i+1 >= len(t) || byteClass[t[i+1]] != isDigit {
			break
		}
		i++
	}
	if i < len(t) && byteClass[t[i]]&(isLetter|isDigit) != 0 {
		return true
	}
	first := end - start
	k := Kind(0)
	switch {
	case first == 4 && bankCard(digits[:n]):
		k = BankCard
	case (first == 3 || first == 4) && mobile(digits[:n]):
		k = Mobile
	case (first == 3 || first == 4) && sep == '-' && landline(digits[:n]):
		k = Landline
	case first == 2 && n == 13 && digits[0] == '8' && digits[1] == '6' && mobile(digits[2:n]):
		k = Mobile
	}
	if k == 0 {
		return true
	}
	s.runEnd = i
	return s.report(k, start, i)
}

// glued looks for an identity number inside a longer run of letters and digits, as in
// "sfzh370902199001011234". Only a check digit justifies looking there.
func (s *textScan) glued(start, end int) bool {
	t := s.text
	for i := start; i < end; {
		if byteClass[t[i]] != isDigit {
			i++
			continue
		}
		j := i
		for j < end && byteClass[t[j]] == isDigit {
			j++
		}
		if j-i == 17 && j < end && upper(t[j]) == 'X' {
			j++
		}
		if j-i == 18 && residentID(t[i:j]) && !s.report(ResidentID, i, j) {
			return false
		}
		i = j
	}
	return true
}

// wholeRun is the kind of a run of letters and digits taken by itself, 0 if none.
func wholeRun(b []byte, mask uint8) Kind {
	switch n := len(b); {
	case n == 18:
		if residentID(b) {
			return ResidentID
		}
		if creditCode(b) {
			return CreditCode
		}
		if mask == isDigit && bankCard(b) {
			return BankCard
		}
	case mask == isDigit:
		switch {
		case n == 11 && mobile(b):
			return Mobile
		case n == 13 && b[0] == '8' && b[1] == '6' && mobile(b[2:]):
			return Mobile
		case n >= 10 && n <= 12 && landline(b):
			return Landline
		case n >= 15 && n <= 19 && bankCard(b):
			return BankCard
		}
	case n == 17 && vin(b):
		return VIN
	case n == 9 && passport(b):
		return Passport
	case travelPermit(b):
		return TravelPermit
	}
	return 0
}

// colon takes a colon that may be part of a MAC or IPv6 address. It gives where to read
// on, and whether to.
func (s *textScan) colon(at int) (next int, more bool) {
	t := s.text
	double := at+1 < len(t) && t[at+1] == ':'
	if !double && (at == 0 || !hexadecimal(t[at-1])) {
		return at + 1, true
	}
	start, end := at, at
	for start > 0 && at-start < 5 && hexadecimal(t[start-1]) {
		start--
	}
	for end < len(t) && end-start < 64 && (hexadecimal(t[end]) || t[end] == ':') {
		end++
	}
	if end-start < 8 || start > 0 && runClass[t[start-1]] != 0 || end < len(t) && runClass[t[end]] != 0 {
		return at + 1, true
	}
	if k := colonForm(t[start:end]); k != 0 {
		return end, s.report(k, start, end)
	}
	return at + 1, true
}

// han takes a character that may begin a plate, end a house number or end a label.
func (s *textScan) han(at int, trigger uint8) bool {
	t, after := s.text, at+3
	switch {
	case trigger&trigDisguise == trigDisguise:
		return s.disguised(at)
	case trigger&trigNumber != 0 && at > 0 && runClass[t[at-1]] == isDigit:
		if start, ok := s.addressBefore(at); ok {
			s.address = after
			return s.report(Address, start, after)
		}
	case trigger&trigProvince != 0 && after < len(t) && runClass[t[after]] == isLetter:
		n := plateTail(t[after:])
		if n > 0 && (after+n == len(t) || runClass[t[after+n]] == 0) {
			s.after = after + n
			return s.report(Plate, at, s.after)
		}
	case trigger&trigLabel != 0 && s.labelled(at):
		if start, end := s.nameAfter(after); end > start {
			return s.report(Name, start, end)
		}
	}
	return true
}

// disguised reads a run of letters and digits some of which are full-width, or between
// which characters without width stand, as what it shows. What it shows is judged as
// a run of its own; the text around at, on both sides, belongs to it.
func (s *textScan) disguised(at int) bool {
	t, start := s.text, at
	for start > max(s.after, s.told) && at-start < 64 && runClass[t[start-1]] != 0 {
		start--
	}
	var shown [64]byte
	n, i, mask, hidden := 0, start, uint8(0), false
	for i < len(t) {
		c := t[i]
		if runClass[c] == 0 {
			r, ok := han(t, i)
			if !ok || hanTrigger[r]&trigDisguise != trigDisguise {
				break
			}
			i += 3
			hidden = true
			if r < '０' || r > 'ｚ' {
				continue // nothing to see
			}
			if c = byte(r - '０' + '0'); runClass[c] == 0 {
				i -= 3
				break // full-width punctuation between capitals and small letters
			}
		} else {
			i++
		}
		if n == len(shown) {
			break
		}
		shown[n] = c
		mask |= runClass[c]
		n++
	}
	s.after = max(i, at+3)
	if !hidden || n < 9 || n == len(shown) {
		return true
	}
	if k := wholeRun(shown[:n], mask); k != 0 {
		return s.report(k, start, i)
	}
	return true
}

// addressBefore looks back from the end of a house number for the road or village it
// belongs to, over ideographs, letters, digits, - and #, to the break before them.
func (s *textScan) addressBefore(at int) (start int, ok bool) {
	t, i, road := s.text, at, false
	for i > s.address && at-i < 180 {
		c := t[i-1]
		if c < 0x80 {
			if runClass[c] == 0 && c != '-' && c != '#' {
				break
			}
			i--
			continue
		}
		if i < 3 {
			break
		}
		r, whole := han(t, i-3)
		if !whole || !ideograph(r) {
			break
		}
		i -= 3
		// A marker with nothing before it names no road.
		road = road || hanTrigger[r]&(trigRoad|trigPlace) != 0 && i >= 3 && isIdeographAt(t, i-3)
	}
	return i, road
}

func isIdeographAt(t []byte, i int) bool {
	r, ok := han(t, i)
	return ok && ideograph(r)
}

// labelled reports whether the character at i ends a word that announces a name.
func (s *textScan) labelled(i int) bool {
	if i < 3 {
		return false
	}
	switch string(s.text[i-3 : i+3]) { // compared in place: no allocation
	case "姓名", "系人", "表人", "请人", "户主", "办人", "责人", "患者", "业主":
		return true
	}
	return false
}

// nameAfter gives the place of the name that follows a label, after a colon, quotes or
// spaces; nothing when what follows has no such form or goes on.
func (s *textScan) nameAfter(at int) (start, end int) {
	t, i := s.text, at
separators:
	for i < len(t) && i-at < 8 {
		switch {
		case t[i] == ':' || t[i] == '"' || t[i] == ' ' || t[i] == '\'' || t[i] == '=':
			i++
		case i+2 < len(t) && string(t[i:i+3]) == "：":
			i += 3
		default:
			break separators
		}
	}
	if i == at {
		return 0, 0
	}
	start = i
	for i < len(t) && i-start <= 12 && isIdeographAt(t, i) {
		i += 3
	}
	if i-start > 12 || !nameForm(t[start:i]) {
		return 0, 0
	}
	return start, i
}
