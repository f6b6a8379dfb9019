package works

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/shuyu-project/shuyu/zone/vault"
)

// label is what is kept beside an attachment's bytes.
type label struct {
	Org         string `json:"org"`
	ContentType string `json:"contentType"`
}

func (w *Works) attachmentOf(digest, part string) vault.Version {
	return vault.Version{Tenant: w.Tenant, Dataset: "attachment-" + digest, Version: part}
}

// Attach keeps an attachment, encrypted under a key of its own, and answers the SHA-256
// of its bytes. r is bounded by the caller. The label is written last: a crash in
// between leaves bytes that nobody can ask for, never a label without them.
func (w *Works) Attach(ctx context.Context, org, contentType string, r io.Reader) (string, error) {
	body, err := io.ReadAll(r)
	if err != nil {
		return "", fmt.Errorf("reading the attachment: %w", err)
	}
	digest := digestOf(body)
	if _, err := w.put(ctx, w.attachmentOf(digest, "content"), bytes.NewReader(body)); err != nil {
		return "", err
	}
	if _, err := w.only(w.attachmentOf(digest, "label")); err == nil {
		return digest, nil // handed in before: the first label stands
	}
	_, err = w.putJSON(ctx, w.attachmentOf(digest, "label"), label{Org: org, ContentType: contentType})
	return digest, err
}

// Attachment opens an attachment; ErrNoObject where there is none.
func (w *Works) Attachment(ctx context.Context, digest string) (org, contentType string, content io.ReadCloser, err error) {
	var l label
	if err := w.getJSON(ctx, w.attachmentOf(digest, "label"), &l); err != nil {
		return "", "", nil, err
	}
	o, err := w.only(w.attachmentOf(digest, "content"))
	if err != nil {
		return "", "", nil, err
	}
	content, err = w.Vault.Open(ctx, o.Ref)
	return l.Org, l.ContentType, content, err
}

func digestOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}
