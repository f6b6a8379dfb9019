package catalogue

// Validators of single values. Each takes the bytes of one candidate and nothing
// around it, allocates nothing, and is exact: a form with a check digit matches only
// when the digit holds.

const (
	isDigit = 1 << iota
	isLetter
	isHigh  // part of a multi-byte character
	isJoin  // space or hyphen inside a number
	isDot   // '.'
	isColon // ':'
	isAt    // '@'
	isOther
)

// byteClass says what each byte may be part of.
var byteClass = func() (t [256]uint8) {
	for i := range t {
		c := byte(i)
		switch {
		case c >= '0' && c <= '9':
			t[i] = isDigit
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			t[i] = isLetter
		case c >= 0x80:
			t[i] = isHigh
		case c == ' ' || c == '-':
			t[i] = isJoin
		case c == '.':
			t[i] = isDot
		case c == ':':
			t[i] = isColon
		case c == '@':
			t[i] = isAt
		default:
			t[i] = isOther
		}
	}
	return t
}()

// regions are the province codes of GB/T 2260 that begin an identity number: those in
// use, 81 to 83 for residents of Hong Kong, Macao and Taiwan. 9 begins the numbers of
// foreigners' permanent residence cards and is handled where it is read.
var regions = func() (t [100]bool) {
	for _, r := range []int{11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46,
		50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83} {
		t[r] = true
	}
	return t
}()

func two(b []byte) int { return int(b[0]-'0')*10 + int(b[1]-'0') }

// day reports whether yyyymmdd is a day of the years people alive were born in.
func day(b []byte) bool {
	year, month, d := two(b)*100+two(b[2:]), two(b[4:]), two(b[6:])
	if year < 1880 || year > 2099 || month < 1 || month > 12 || d < 1 {
		return false
	}
	return d <= daysIn(year, month)
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && year%100 != 0 || year%400 == 0 {
			return 29
		}
		return 28
	}
	return 31
}

func upper(c byte) byte {
	if c >= 'a' && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}

func allDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0
}

// residentID: eighteen places, region, birth day, MOD 11-2.
func residentID(b []byte) bool {
	if len(b) != 18 || !allDigits(b[:17]) {
		return false
	}
	region := b
	if b[0] == '9' { // foreigner's permanent residence card: 9, region, nationality
		region = b[1:]
	}
	if !regions[two(region)] || !day(b[6:14]) {
		return false
	}
	check, ok := ResidentCheck(b[:17])
	return ok && check == upper(b[17])
}

// residentIDOld: the fifteen places issued until 1999, which carry no check digit.
func residentIDOld(b []byte) bool {
	if len(b) != 15 || !regions[two(b)] {
		return false
	}
	month, d := two(b[8:]), two(b[10:])
	return month >= 1 && month <= 12 && d >= 1 && d <= daysIn(1900+two(b[6:]), month) && b[2] != '9'
}

// mobile: eleven digits from 13 to 19, the country code cut off before.
func mobile(b []byte) bool {
	return len(b) == 11 && b[0] == '1' && b[1] >= '3' && b[1] <= '9'
}

// landline: 0, area code, subscriber, digits only.
func landline(b []byte) bool {
	if len(b) < 10 || len(b) > 12 || b[0] != '0' {
		return false
	}
	area := 4
	if b[1] == '1' || b[1] == '2' {
		area = 3
		if b[1] == '1' && b[2] != '0' || b[2] == '6' {
			return false
		}
	} else if b[1] < '3' {
		return false
	}
	rest := len(b) - area
	return (rest == 7 || rest == 8) && b[area] >= '2' && b[area] <= '8'
}

// bankCard: issuer prefix and Luhn over 15 to 19 digits.
func bankCard(b []byte) bool {
	if len(b) < 15 || len(b) > 19 || !issuer(b) {
		return false
	}
	check, ok := CardCheck(b[:len(b)-1])
	return ok && check == b[len(b)-1]
}

// issuer reports whether the digits begin as cards do: 62 and the older ranges of
// Chinese banks, and the international schemes.
func issuer(b []byte) bool {
	p := two(b)
	if len(b) == 15 {
		return p == 34 || p == 37
	}
	switch {
	case p == 62, p == 60, p == 65, p == 68, p == 69:
		return true
	case p >= 40 && p <= 49, p >= 51 && p <= 55, p == 35, p == 36, p >= 22 && p <= 27:
		return len(b) == 16
	case p == 95:
		return two(b[2:]) == 58
	}
	return false
}

// creditCode: eighteen places, a registering department, a division, MOD 31.
func creditCode(b []byte) bool {
	if len(b) != 18 {
		return false
	}
	var u [18]byte
	for i, c := range b {
		u[i] = upper(c)
	}
	if creditValue[u[0]] == 0 || !allDigits(u[2:8]) {
		return false
	}
	if region := two(u[2:]); !regions[region] && region != 10 {
		return false
	}
	check, ok := CreditCheck(u[:17])
	return ok && check == u[17]
}

// organisationCode: eight places, a hyphen and the check digit.
func organisationCode(b []byte) bool {
	if len(b) != 10 || b[8] != '-' {
		return false
	}
	check, ok := OrganisationCheck(b[:8])
	return ok && check == b[9]
}

// vin: seventeen places with at least one letter, the ninth a check digit.
func vin(b []byte) bool {
	if len(b) != 17 || allDigits(b) {
		return false
	}
	var u [17]byte
	for i, c := range b {
		u[i] = upper(c)
	}
	check, ok := VINCheck(u[:])
	return ok && check == u[8]
}

// passport: E with eight digits or a letter and seven, G and eight digits, or a
// diplomatic, service or public-affairs passport.
func passport(b []byte) bool {
	switch {
	case len(b) != 9:
		return false
	case b[0] == 'G' || b[0] == 'E' && b[1] <= '9':
		return allDigits(b[1:])
	case b[0] == 'E':
		return b[1] >= 'A' && b[1] <= 'Z' && b[1] != 'I' && b[1] != 'O' && allDigits(b[2:])
	case b[0] == 'D' || b[0] == 'S' || b[0] == 'P':
		return b[1] == 'E' && allDigits(b[2:])
	}
	return false
}

// travelPermit: H or M and eight or ten digits.
func travelPermit(b []byte) bool {
	return (len(b) == 9 || len(b) == 11) && (b[0] == 'H' || b[0] == 'M') && allDigits(b[1:])
}

// plateTail checks what follows the character of the province: a letter, then five
// places, or six for new energy (a D or F at the second or the last place). It gives
// the bytes of the tail, 0 when it is no plate.
func plateTail(b []byte) int {
	if len(b) < 6 || !plateLetter(upper(b[0])) {
		return 0
	}
	start := 1
	if b[1] == ' ' || b[1] == '-' {
		start = 2
	} else if len(b) > 2 && b[1] == 0xC2 && b[2] == 0xB7 { // 鲁J·12345
		start = 3
	}
	n, digits := start, 0
	for n < len(b) && n-start < 7 && plateRune(upper(b[n])) {
		if b[n] <= '9' {
			digits++
		}
		n++
	}
	switch n - start {
	case 4:
		if digits >= 3 && len(b) >= n+3 && special(b[n:]) {
			return n + 3
		}
	case 5:
		if digits >= 2 {
			return n
		}
	case 6:
		first, last := upper(b[start]), upper(b[n-1])
		if digits == 5 && (first == 'D' || first == 'F' || last == 'D' || last == 'F') || digits == 4 && (first == 'D' || first == 'F') {
			return n
		}
	}
	return 0
}

func plateLetter(c byte) bool { return c >= 'A' && c <= 'Z' && c != 'I' }

func plateRune(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' && c != 'I' && c != 'O'
}

// special reports whether b starts with a character that ends a plate of a special use.
func special(b []byte) bool {
	switch string(b[:3]) { // compared in place: no allocation
	case "学", "警", "挂", "港", "澳", "领", "使":
		return true
	}
	return false
}

// ipv4 gives the length of a dotted address at the start of b, 0 if there is none.
func ipv4(b []byte) int {
	n := 0
	for part := range 4 {
		if part > 0 {
			if n >= len(b) || b[n] != '.' {
				return 0
			}
			n++
		}
		start, v := n, 0
		for n < len(b) && n-start < 4 && b[n] >= '0' && b[n] <= '9' {
			v = v*10 + int(b[n]-'0')
			n++
		}
		if n == start || n-start > 3 || v > 255 || n-start > 1 && b[start] == '0' {
			return 0
		}
	}
	return n
}

// colonForm classifies a run of hexadecimal digits and colons: a MAC address, an IPv6
// address, or neither (0). A clock time is neither.
func colonForm(b []byte) Kind {
	if len(b) == 17 && octets(b, ':') {
		return MAC
	}
	groups, size, double, letters := 1, 0, 0, false
	for i, c := range b {
		if c == ':' {
			if i > 0 && b[i-1] == ':' {
				double++
			}
			groups++
			size = 0
			continue
		}
		if size++; size > 4 {
			return 0
		}
		letters = letters || c > '9'
	}
	switch {
	case double == 0 && groups == 8 && b[0] != ':' && size > 0:
		return IP
	case double == 1 && groups >= 4 && groups <= 9 && letters:
		return IP
	}
	return 0
}

// octets reports whether b is six hexadecimal octets with sep between them.
func octets(b []byte, sep byte) bool {
	if len(b) != 17 {
		return false
	}
	for i, c := range b {
		if i%3 == 2 {
			if c != sep {
				return false
			}
		} else if !hexadecimal(c) {
			return false
		}
	}
	return true
}

// hashForm: as many hexadecimal digits as MD5, SHA-1, or SHA-256 and SM3 give.
func hashForm(b []byte) bool {
	if len(b) != 32 && len(b) != 40 && len(b) != 64 {
		return false
	}
	for _, c := range b {
		if !hexadecimal(c) {
			return false
		}
	}
	return true
}

func hexadecimal(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// emailAround finds the address whose @ stands at b[at]: its start and end, or false.
func emailAround(b []byte, at int) (start, end int, ok bool) {
	start = at
	for start > 0 && at-start < 64 && localPart(b[start-1]) {
		start--
	}
	for start < at && b[start] == '.' {
		start++
	}
	if start == at || b[at-1] == '.' {
		return 0, 0, false
	}
	end, label, dots, letters := at+1, 0, 0, 0
	for end < len(b) && end-at < 255 {
		c := b[end]
		switch class := byteClass[c]; {
		case class&(isDigit|isLetter) != 0 || c == '-':
			label++
			if class == isLetter {
				letters++
			} else {
				letters = -64
			}
		case c == '.' && label > 0 && end+1 < len(b) && byteClass[b[end+1]]&(isDigit|isLetter) != 0:
			label, letters = 0, 0
			dots++
		default:
			return start, end, dots > 0 && letters >= 2
		}
		end++
	}
	return start, end, dots > 0 && letters >= 2
}

func localPart(c byte) bool {
	return byteClass[c]&(isDigit|isLetter|isDot) != 0 || c == '-' || c == '_' || c == '+' || c == '%'
}
