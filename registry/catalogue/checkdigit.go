package catalogue

// Check digits of the identifiers in public registers. Each function takes the places
// before the check digit, as ASCII, and gives the check character; ok is false when a
// place holds a character the standard does not allow.

// ResidentCheck is the eighteenth place of a resident identity number, from the first
// seventeen digits: ISO 7064 MOD 11-2 as in GB 11643, where ten is written X.
func ResidentCheck(first17 []byte) (check byte, ok bool) {
	if len(first17) != 17 {
		return 0, false
	}
	sum := 0
	for i, c := range first17 {
		if c < '0' || c > '9' {
			return 0, false
		}
		sum += int(c-'0') * int(residentWeight[i])
	}
	return "10X98765432"[sum%11], true
}

// residentWeight[i] is 2^(17-i) mod 11.
var residentWeight = [17]uint8{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

// CreditCheck is the eighteenth place of a unified social credit code, from the first
// seventeen: MOD 31 with weights 3^i, as in GB 32100.
func CreditCheck(first17 []byte) (check byte, ok bool) {
	if len(first17) != 17 {
		return 0, false
	}
	sum := 0
	for i, c := range first17 {
		v := creditValue[c]
		if v == 0 {
			return 0, false
		}
		sum += int(v-1) * int(creditWeight[i])
	}
	return creditAlphabet[(31-sum%31)%31], true
}

const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// creditWeight[i] is 3^i mod 31.
var creditWeight = [17]uint8{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

// creditValue maps a character of the alphabet to its value plus one; 0 is outside.
var creditValue = func() (t [256]uint8) {
	for i := range len(creditAlphabet) {
		t[creditAlphabet[i]] = uint8(i + 1)
	}
	return t
}()

// OrganisationCheck is the ninth place of an organisation code, from the first eight:
// MOD 11 as in GB 11714, where ten is written X.
func OrganisationCheck(first8 []byte) (check byte, ok bool) {
	if len(first8) != 8 {
		return 0, false
	}
	weights := [8]int{3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, c := range first8 {
		switch {
		case c >= '0' && c <= '9':
			sum += int(c-'0') * weights[i]
		case c >= 'A' && c <= 'Z':
			sum += int(c-'A'+10) * weights[i]
		default:
			return 0, false
		}
	}
	return "0123456789X0"[11-sum%11], true
}

// CardCheck is the last digit of a bank card number, from the digits before it: Luhn,
// ISO/IEC 7812.
func CardCheck(before []byte) (check byte, ok bool) {
	sum, double := 0, true
	for i := len(before) - 1; i >= 0; i-- {
		c := before[i]
		if c < '0' || c > '9' {
			return 0, false
		}
		d := int(c - '0')
		if double {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		double = !double
		sum += d
	}
	return byte('0' + (10-sum%10)%10), len(before) > 0
}

// VINCheck is the ninth place of a vehicle identification number, from all seventeen
// (the ninth is not read): MOD 11 as in GB 16735, where ten is written X.
func VINCheck(vin []byte) (check byte, ok bool) {
	if len(vin) != 17 {
		return 0, false
	}
	weights := [17]int{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2}
	sum := 0
	for i, c := range vin {
		v := vinValue[c]
		if v == 0 {
			return 0, false
		}
		sum += int(v-1) * weights[i]
	}
	return "0123456789X"[sum%11], true
}

// vinValue maps a character to its value plus one; I, O and Q are outside.
var vinValue = func() (t [256]uint8) {
	for d := byte('0'); d <= '9'; d++ {
		t[d] = d - '0' + 1
	}
	for i, c := range []byte("ABCDEFGH") {
		t[c] = uint8(i + 2)
	}
	for i, c := range []byte("JKLMN") {
		t[c] = uint8(i + 2)
	}
	t['P'], t['R'] = 8, 10
	for i, c := range []byte("STUVWXYZ") {
		t[c] = uint8(i + 3)
	}
	return t
}()
