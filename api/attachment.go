package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"archive/zip"

	"github.com/danielgtaylor/huma/v2"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
	"github.com/shuyu-project/shuyu/zone/intake"
)

// Attachments keeps files handed in with documents, encrypted, each known by the
// SHA-256 of its content in hex.
type Attachments interface {
	// Put reads r to its end. Putting the same content again answers the same digest.
	Put(ctx context.Context, org, contentType string, r io.Reader) (digest string, err error)
	// Get opens what Put kept; casework.ErrNotFound where there is none.
	Get(ctx context.Context, digest string) (Attachment, error)
}

// Attachment is a file that was handed in. Content is closed by whoever reads it.
type Attachment struct {
	Org         string // whose seat handed it in
	ContentType string
	Content     io.ReadCloser
}

func (s *Server) attachmentRoutes() {
	put := op("put-attachment", http.MethodPost, "/v1/attachments", "data", forSeat, "上传附件，返回其摘要值", "Hand an attachment in; answers its digest")
	put.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}
	s.documented(put, AttachmentKept{}, "POST /v1/attachments", s.putAttachment)
	get := text(op("attachment", http.MethodGet, "/v1/attachments/{digest}", "data", forSeat, "取附件", "Read an attachment"), "application/octet-stream")
	get.Parameters = []*huma.Param{{Name: "digest", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString, Pattern: "^[0-9a-f]{64}$"}}}
	s.documented(get, nil, "GET /v1/attachments/{digest}", s.getAttachment)
}

// AttachmentKept names an attachment as documents refer to it.
type AttachmentKept struct {
	Digest      string `json:"digest" doc:"SHA-256，十六进制，填入材料的 digest 事项"`
	ContentType string `json:"contentType"`
	SizeBytes   int64  `json:"sizeBytes"`
}

// attachmentForm is what an attachment is by its content, not by its name.
type attachmentForm struct {
	short, contentType string
}

// sniffAs finds the type of a file from its bytes. Types that cannot be told apart by
// their first bytes (text, CSV, JSON) must be text throughout.
func sniffAs(content []byte) (attachmentForm, bool) {
	begins := func(magic string) bool { return bytes.HasPrefix(content, []byte(magic)) }
	switch {
	case begins("%PDF-"):
		return attachmentForm{"pdf", "application/pdf"}, true
	case begins("\x89PNG\r\n\x1a\n"):
		return attachmentForm{"png", "image/png"}, true
	case begins("\xff\xd8\xff"):
		return attachmentForm{"jpg", "image/jpeg"}, true
	case begins("PAR1") && bytes.HasSuffix(content, []byte("PAR1")):
		return attachmentForm{"parquet", "application/vnd.apache.parquet"}, true
	case begins("PK\x03\x04"):
		return sniffZip(content)
	case utf8.Valid(content) && !bytes.ContainsRune(content, 0):
		if json.Valid(content) {
			return attachmentForm{"json", "application/json"}, true
		}
		return attachmentForm{"txt", "text/plain; charset=utf-8"}, true
	}
	if _, legacy, text := intake.Text(content); text && legacy {
		return attachmentForm{"txt", "text/plain; charset=gb18030"}, true
	}
	return attachmentForm{}, false
}

// sniffZip tells the office formats apart by what the archive holds.
func sniffZip(content []byte) (attachmentForm, bool) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return attachmentForm{}, false
	}
	for _, f := range archive.File {
		switch {
		case f.Name == "word/document.xml":
			return attachmentForm{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}, true
		case f.Name == "xl/workbook.xml":
			return attachmentForm{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}, true
		case f.Name == "OFD.xml":
			return attachmentForm{"ofd", "application/ofd"}, true
		}
	}
	return attachmentForm{}, false
}

// activePDF are the names by which a PDF carries out something when it is opened.
var activePDF = regexp.MustCompile(`/(JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b`)

// active reports whether a file holds macros, scripts or files within.
func active(form attachmentForm, content []byte) bool {
	switch form.short {
	case "pdf":
		return activePDF.Match(content)
	case "docx", "xlsx", "ofd":
		archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		return err != nil || slices.ContainsFunc(archive.File, func(f *zip.File) bool {
			name := strings.ToLower(f.Name)
			return strings.HasSuffix(name, ".bin") && strings.Contains(name, "vba") || strings.Contains(name, "/embeddings/") || strings.Contains(name, "activex")
		})
	}
	return false
}

// allowed lists the types that the platform's rule takes. 〔platform PF-23〕
func allowed(p *pack.Pack) []string {
	listed, _ := control(p, "attachments")["types"].([]any)
	var types []string
	for _, t := range listed {
		if text, ok := t.(string); ok {
			types = append(types, text)
		}
	}
	return types
}

// attachmentLimit is the most bytes an attachment may have. 〔platform PF-23〕
func attachmentLimit(p *pack.Pack) int64 {
	return int64(number(p, "attachments", "megabytes", 50)) << 20
}

func (s *Server) putAttachment(ctx context.Context, w http.ResponseWriter, r *http.Request) error {
	a, err := s.seat(ctx)
	if err != nil {
		return err
	}
	if s.Attachments == nil {
		return errNoPart
	}
	p := s.Desk.Packs.Current()
	most := attachmentLimit(p)
	content, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return law.Refuse("attachment.size", law.Platform("PF-23"), law.Factf("mostMegabytes", "%d", most>>20))
	}
	if err != nil {
		return malformed(ctx, "body", law.Text{ZH: "上传中断，请重新上传", EN: "the upload broke off"})
	}
	form, known := sniffAs(content)
	if claims := claimed(r); known && form.short == "txt" && claims == "text/csv" {
		form = attachmentForm{"csv", "text/csv; charset=utf-8"}
	}
	if !known || len(content) == 0 || !slices.Contains(allowed(p), form.short) {
		return law.Refuse("attachment.type", law.Platform("PF-23"), law.Factf("allowed", "%s", strings.Join(allowed(p), ", ")))
	}
	if active(form, content) {
		return law.Refuse("attachment.active", law.Platform("PF-23"), law.Factf("type", "%s", form.short))
	}
	sum := sha256.Sum256(content)
	if stated := r.URL.Query().Get("digest"); stated != "" && stated != hex.EncodeToString(sum[:]) {
		return law.Refuse("attachment.digest", law.Platform("PF-23"))
	}
	digest, err := s.Attachments.Put(ctx, a.actor.Organisation, form.contentType, bytes.NewReader(content))
	if err == nil {
		err = s.Desk.Attach(ctx, a.actor, casework.Attachment{Digest: digest, Type: form.short, Bytes: int64(len(content))})
	}
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, AttachmentKept{Digest: digest, ContentType: form.contentType, SizeBytes: int64(len(content))})
}

func claimed(r *http.Request) string {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return kind
}

var digestForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// getAttachment gives a file to the organisation that handed it in, to overseers, and to
// whoever sees a case (named by the query) one of whose documents refers to it. It is
// always a download, never shown within a page.
func (s *Server) getAttachment(ctx context.Context, w http.ResponseWriter, r *http.Request) error {
	a, err := s.seat(ctx)
	if err != nil {
		return err
	}
	if s.Attachments == nil {
		return errNoPart
	}
	digest := r.PathValue("digest")
	if !digestForm.MatchString(digest) || a.actor.Administers() {
		return s.Desk.LogUnseen(ctx, a.actor, "attachment", digest)
	}
	file, err := s.Attachments.Get(ctx, digest)
	if errors.Is(err, casework.ErrNotFound) {
		return s.Desk.LogUnseen(ctx, a.actor, "attachment", digest)
	}
	if err != nil {
		return err
	}
	defer file.Content.Close()
	if !s.handedIn(ctx, a, digest) && !(a.actor.Oversees() && a.actor.Reach.All()) && !s.refersTo(ctx, a, r.URL.Query().Get("case"), digest) {
		return s.Desk.LogUnseen(ctx, a.actor, "attachment", digest)
	}
	w.Header().Set("Content-Type", file.ContentType)
	w.Header().Set("Content-Disposition", `attachment; filename="`+digest[:16]+`"`)
	_, err = io.Copy(w, file.Content)
	if err != nil {
		panic(http.ErrAbortHandler) // half of a file must not look whole
	}
	return nil
}

// handedIn reports whether the person's organisation has handed the attachment in.
func (s *Server) handedIn(ctx context.Context, a *asker, digest string) bool {
	facts, err := s.Desk.Facts(ctx, string(pack.TypeAttachment), digest)
	orgs, _ := facts["orgs"].([]any)
	return err == nil && slices.Contains(orgs, any(a.actor.Organisation))
}

func (s *Server) refersTo(ctx context.Context, a *asker, caseID, digest string) bool {
	if caseID == "" {
		return false
	}
	shown, err := s.Desk.Show(ctx, a.actor, caseID)
	if err != nil || shown.Sight < casework.Judged {
		return false
	}
	return procedure.NamesAttachment(shown.Pack, &shown.Case, digest)
}
