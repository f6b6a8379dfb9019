// Package proof embeds what verifies a certificate in a browser: an implementation of
// registry/certificate.Verify in JavaScript that shares no line with it, and is served as it
// is written. gm.js has SM2 and SM3, which no browser has; the rest is the browser's.
//
// It is no part of the server's own judgement. What newcomers get wrong: a page that is loaded
// from the issuer is as honest as the issuer. It needs nobody's word for what a file says, and
// does not replace `shuyu verify` where the issuer is the adversary
// (docs/decisions/0026-verified-in-the-browser.md).
package proof

import "embed"

// Files are the modules, by their names: certificate.js is the one to begin with.
//
//go:embed *.js
var Files embed.FS
