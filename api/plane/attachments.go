package plane

import (
	"context"
	"errors"
	"io"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/casework/works"
)

// Attachments gives the interface the vault as the place of attachments.
type Attachments struct{ *works.Works }

var _ api.Attachments = Attachments{}

// Put keeps a file that was handed in, encrypted.
func (a Attachments) Put(ctx context.Context, org, contentType string, r io.Reader) (string, error) {
	return a.Attach(ctx, org, contentType, r)
}

// Get opens it.
func (a Attachments) Get(ctx context.Context, digest string) (api.Attachment, error) {
	org, contentType, content, err := a.Attachment(ctx, digest)
	if errors.Is(err, works.ErrNoObject) {
		return api.Attachment{}, casework.ErrNotFound
	}
	return api.Attachment{Org: org, ContentType: contentType, Content: content}, err
}
