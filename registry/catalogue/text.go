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
	for s.at < len(text) {
		c := text[s.at]
		switch byteClass[c] {
		case isDigit, isLetter:
			if !s.run() {
				return
			}
		case isHigh:
			if !s.high() {
				return
			}
		case isAt:
			s.address.ascii(c)
			if start, end, ok := emailAround(text, s.at); ok && !found(Finding{Kind: Email, Offset: start, Length: end - start}) {
				return
			}
			s.at++
		case isColon:
			s.address.ascii(c)
			if !s.colon() {
				return
			}
		default:
			if s.address.open {
				s.address.ascii(c)
			}
			s.at++
		}
	}
}

// textScan is the state of one pass.
type textScan struct {
	text    []byte
	at      int
	runEnd  int // end of the last joined number, so that its parts are not read again
	address addressState
	found   func(Finding) bool
}

func (s *textScan) report(k Kind, start, end int) bool {
	return s.found(Finding{Kind: k, Offset: start, Length: end - start, Checked: detectors[k].Checksum})
}

// run takes a run of letters and digits. Most runs are words or short numbers and are
// left after one look at their length.
func (s *textScan) run() bool {
	text, start := s.text, s.at
	i, mask := start, uint8(0)
	for i < len(text) {
		class := byteClass[text[i]]
		if class > isLetter {
			break
		}
		mask |= class
		i++
	}
	s.at = i
	if s.address.open {
		s.address.digit = byteClass[text[i-1]] == isDigit
	}
	if mask == isLetter || start < s.runEnd {
		return true
	}
	n := i - start
	if n < 5 {
		if mask != isDigit || i+1 >= len(text) || byteClass[text[i+1]] != isDigit {
			return true
		}
		return s.joined(start, i)
	}
	if n < 9 || n > 64 {
		return true
	}
	if s.fraction(start, i) {
		return true
	}
	if k := wholeRun(text[start:i], mask); k != 0 {
		return s.report(k, start, i)
	}
	if mask == isDigit|isLetter && n > 18 {
		return s.glued(start, i)
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

// colon takes a colon that may be part of a MAC or IPv6 address.
func (s *textScan) colon() bool {
	t := s.text
	if s.at == 0 && !(len(t) > 1 && t[1] == ':') || s.at > 0 && !hexadecimal(t[s.at-1]) && !(s.at+1 < len(t) && t[s.at+1] == ':') {
		s.at++
		return true
	}
	start, end := s.at, s.at
	for start > 0 && s.at-start < 5 && hexadecimal(t[start-1]) {
		start--
	}
	for end < len(t) && end-start < 64 && (hexadecimal(t[end]) || t[end] == ':') {
		end++
	}
	s.at = end
	if start > 0 && byteClass[t[start-1]]&(isDigit|isLetter) != 0 || end < len(t) && byteClass[t[end]]&(isDigit|isLetter) != 0 {
		return true
	}
	if end-start < 8 {
		return true
	}
	if k := colonForm(t[start:end]); k != 0 {
		return s.report(k, start, end)
	}
	return true
}

// high takes one character of several bytes.
func (s *textScan) high() bool {
	t, i := s.text, s.at
	r, ok := han(t, i)
	if !ok {
		s.address.open = false
		s.at++
		return true
	}
	s.at += 3
	if !ideograph(r) {
		s.address.open = false // full-width punctuation ends an address
		return true
	}
	trigger := hanTrigger[r]
	if s.address.han(trigger, i) && !s.report(Address, s.address.start, s.at) {
		return false
	}
	if trigger&(trigProvince|trigLabel) == 0 {
		return true
	}
	if trigger&trigProvince != 0 && s.at < len(t) && byteClass[t[s.at]] == isLetter {
		if n := plateTail(t[s.at:]); n > 0 && (s.at+n == len(t) || byteClass[t[s.at+n]]&(isDigit|isLetter) == 0) {
			s.at += n
			s.address.digit = false
			return s.report(Plate, i, s.at)
		}
	}
	if trigger&trigLabel != 0 && s.labelled(i) {
		if n := s.nameAfter(); n > 0 {
			start := s.at
			for start < len(t) && !isIdeographAt(t, start) {
				start++
			}
			return s.report(Name, start, start+n)
		}
	}
	return true
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

// nameAfter gives the bytes of the name that follows a label, after a colon, quotes or
// spaces; 0 when what follows has no such form or goes on.
func (s *textScan) nameAfter() int {
	t, i := s.text, s.at
	separated := false
separators:
	for i < len(t) && i-s.at < 8 {
		switch {
		case t[i] == ':' || t[i] == '"' || t[i] == ' ' || t[i] == '\'' || t[i] == '=':
			i++
		case i+2 < len(t) && string(t[i:i+3]) == "：":
			i += 3
		default:
			break separators
		}
		separated = true
	}
	if !separated {
		return 0
	}
	start := i
	for i < len(t) && i-start <= 12 && isIdeographAt(t, i) {
		i += 3
	}
	if i-start > 12 || !nameForm(t[start:i]) {
		return 0
	}
	return i - start
}
