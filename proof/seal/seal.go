// Package seal holds keys and makes signatures: the pair of Ed25519 and SM2 behind
// every checkpoint, certificate and organisation's signature, canonical JSON, signed
// notes, DSSE envelopes, keyed commitments, and data keys whose destruction erases
// what they encrypted.
//
// It is not a certificate authority. A key in a Ring proves that whoever could open
// the ring signed; it says nothing about who a person is, and its signatures are
// never called 可靠电子签名 unless an external authority stands behind the key. The
// SM2, SM3 and SM4 code implements the GB/T algorithms; it is not a certified
// commercial cryptography product, for which the Signer and Wrapper ports exist.
//
// What newcomers get wrong: the two algorithms are not alternatives. Something is
// signed when both have signed it, and Open refuses one without the other unless the
// caller asks for less by name. And a digest is not a commitment: an unkeyed hash of
// a telephone number is the telephone number.
package seal
