package api_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/proof/seal"
)

// The bootstrap secret works once and invites exactly the three.
func TestSetUp(t *testing.T) {
	c := newCity(t)
	if err := c.desk.FoundAdministrators(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := c.desk.FoundAdministrators(context.Background()); !errors.Is(err, casework.ErrFounded) {
		t.Errorf("founding twice: %v", err)
	}
	secret, err := c.server.Bootstrap(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	unseen := secret // a terminal that closed too early: another is drawn, and the first is worthless
	if secret, err = c.server.Bootstrap(context.Background()); err != nil {
		t.Fatal(err)
	}
	b := c.browser()
	b.refused(401, "sign-in.failed", "POST", "/v1/setup", map[string]any{"secret": unseen})
	b.refused(401, "sign-in.failed", "POST", "/v1/setup", map[string]any{"secret": "syb_something-else"})
	lost := must[struct{ Items []api.Invitation }](b, "POST", "/v1/setup", map[string]any{"secret": secret}).Items
	made := must[struct{ Items []api.Invitation }](b, "POST", "/v1/setup", map[string]any{"secret": secret}).Items
	roles := map[string]bool{}
	for _, i := range made {
		roles[i.Role] = true
	}
	if len(made) != 3 || !roles["system-admin"] || !roles["security-admin"] || !roles["audit-admin"] {
		t.Errorf("invited %v", roles)
	}
	for _, i := range lost {
		b.refused(401, "sign-in.failed", "POST", "/v1/invitations/open", map[string]any{"invitation": i.Code})
	}

	c.accept(made[0].Code, made[0].Login)
	b.refused(422, "setup.done", "POST", "/v1/setup", map[string]any{"secret": secret})
	if _, err := c.server.Bootstrap(context.Background()); !errors.Is(err, casework.ErrFounded) {
		t.Errorf("a bootstrap secret after the first acceptance: %v", err)
	}
	b.refused(401, "sign-in.failed", "POST", "/v1/invitations/open", map[string]any{"invitation": made[0].Code})
	for _, short := range []string{"short", "passwordpassword1", "aaaaaaaaaaaaaaaa", "secadminsecadmin"} {
		must[api.Opened](b, "POST", "/v1/invitations/open", map[string]any{"invitation": made[1].Code})
		b.refused(422, "password.weak", "POST", "/v1/invitations/accept", map[string]any{"invitation": made[1].Code, "password": short, "code": "000000"})
	}
	c.later(8 * 24 * time.Hour)
	b.refused(401, "sign-in.failed", "POST", "/v1/invitations/open", map[string]any{"invitation": made[2].Code})
}

func TestSignIn(t *testing.T) {
	c := newCity(t)
	system, _, _ := c.founded()
	stranger := c.browser()
	stranger.login, stranger.password, stranger.seed = system.login, system.password, system.seed

	// What failed is not told: name, password and code are refused alike.
	try := func(login, password, code string) api.Problem {
		return stranger.refused(401, "sign-in.failed", "POST", "/v1/session", map[string]any{"login": login, "password": password, "code": code})
	}
	a, b, d := try("nobody", system.password, "123456"), try(system.login, "not the password", "123456"), try(system.login, system.password, "000000")
	if a.Title != b.Title || b.Title != d.Title {
		t.Error("the answers to failed sign-ins differ")
	}
	me := stranger.signIn()
	if me.Person.ID != "person-system-admin" || me.Seat == nil || me.Seat.Role != "system-admin" || me.SteppedUp == nil || !me.Banner.Demo || !me.Banner.Pilot {
		t.Errorf("signed in as %+v", me)
	}

	// A code is taken once.
	used := stranger.code(c.now().Unix() / 30)
	stranger.refused(422, "code.replayed", "POST", "/v1/session", map[string]any{"login": system.login, "password": system.password, "code": used})

	// The cookie is out of reach of scripts and other sites.
	r := c.browser().do("POST", "/v1/session", map[string]any{"login": system.login, "password": system.password, "code": stranger.freshCode()})
	cookie := r.header.Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the cookie lacks %s", want)
		}
	}

	must[any](stranger, "DELETE", "/v1/session", nil)
	stranger.refused(401, "sign-in.required", "GET", "/v1/me", nil)
}

func TestSecureCookie(t *testing.T) {
	c := newCity(t, func(p *api.Parts) { p.Options.Proxied, p.Options.Password = true, seal.Cost{} })
	if err := c.desk.FoundAdministrators(context.Background()); err != nil {
		t.Fatal(err)
	}
	secret, err := c.server.Bootstrap(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	b := c.browser()
	i := must[struct{ Items []api.Invitation }](b, "POST", "/v1/setup", map[string]any{"secret": secret}).Items[0]
	opened := must[api.Opened](b, "POST", "/v1/invitations/open", map[string]any{"invitation": i.Code})
	b.seed = seedOf(t, opened.Seed)
	must[any](b, "POST", "/v1/invitations/accept", map[string]any{"invitation": i.Code, "password": goodPassword, "code": b.freshCode()})
	r := b.do("POST", "/v1/session", map[string]any{"login": i.Login, "password": goodPassword, "code": b.freshCode()})
	if cookie := r.header.Get("Set-Cookie"); !strings.HasPrefix(cookie, "__Host-shuyu=") || !strings.Contains(cookie, "Secure") {
		t.Error("behind TLS the cookie must be Secure and bound to the host")
	}
	if r.header.Get("Strict-Transport-Security") == "" {
		t.Error("HSTS is missing")
	}
	kept, err := c.store.Credential(context.Background(), "person-system-admin")
	if err != nil || !strings.HasPrefix(kept.Password, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("unless told otherwise a password is kept as %.32s… (%v)", kept.Password, err)
	}
}

// Repeated failures lock the account for the time the platform's rule gives, whether it
// exists or not, and say so in both languages.
func TestLockOut(t *testing.T) {
	c := newCity(t)
	system, _, _ := c.founded()
	for _, login := range []string{system.login, "nobody-at-all"} {
		b := c.browser()
		wrong := map[string]any{"login": login, "password": "wrong", "code": "123456"}
		for range 4 {
			b.refused(401, "sign-in.failed", "POST", "/v1/session", wrong)
		}
		p := b.refused(429, "account.locked", "POST", "/v1/session", wrong)
		if p.Violations[0].Says.ZH == "" || p.Violations[0].Says.EN == "" || p.Violations[0].Remedy == nil {
			t.Errorf("the lock-out says %+v", p.Violations[0])
		}
	}
	right := map[string]any{"login": system.login, "password": system.password, "code": system.freshCode()}
	r := system.do("POST", "/v1/session", right)
	if r.status != http.StatusTooManyRequests || r.header.Get("Retry-After") == "" {
		t.Errorf("locked out, the right password is answered %d", r.status)
	}
	c.later(16 * time.Minute)
	system.signIn()
}

func TestSessionEnds(t *testing.T) {
	c := newCity(t)
	system, _, _ := c.founded()
	for range 3 {
		c.later(20 * time.Minute)
		must[api.Me](system, "GET", "/v1/me", nil)
	}
	c.later(31 * time.Minute)
	system.refused(401, "session.expired", "GET", "/v1/me", nil)
	system.signIn()
	for range 30 {
		c.later(25 * time.Minute)
		if system.do("GET", "/v1/me", nil).status == http.StatusUnauthorized {
			return
		}
	}
	t.Error("a session that is used does not end after its whole length")
}

// A step that needs it is refused until presence has been proved within the last minutes.
func TestStepUp(t *testing.T) {
	c := newCity(t)
	system, security, _ := c.founded()
	o := office{c, system, security}
	org := o.organisation("数据局", code(0), "authority")
	account := must[api.Receipt](system, "POST", "/v1/cases", map[string]any{"procedure": "account", "form": map[string]any{"name": "林", "organisation": org, "login": "lin"}})
	seat := must[api.Receipt](system, "POST", "/v1/cases", map[string]any{"procedure": "seat", "form": map[string]any{
		"title": "经办", "person": account.Made[0].ID, "organisation": org, "role": "authority", "powers": []string{"clerk"}}})
	c.later(11 * time.Minute)
	p := security.refused(403, "step-up.required", "POST", "/v1/cases/"+seat.Case+"/steps", map[string]any{"step": "confirm"})
	if p.Violations[0].Cites[0].Label.ZH != "〔平台规则 PF-11〕" || p.Entry == 0 {
		t.Errorf("the refusal cites %+v in entry %d", p.Violations[0].Cites, p.Entry)
	}
	security.refused(401, "sign-in.failed", "POST", "/v1/session/step-up", map[string]any{"code": "000000"})
	security.stepUp()
	must[api.Receipt](security, "POST", "/v1/cases/"+seat.Case+"/steps", map[string]any{"step": "confirm"})
}

// A page of another site cannot make a browser act.
func TestCrossOrigin(t *testing.T) {
	c := newCity(t)
	system, _, _ := c.founded()
	form := map[string]any{"procedure": "organisation", "form": map[string]any{"name": "x", "roles": []string{"user"}, "creditCode": code(0), "legalForm": "legal-person"}}
	for _, header := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://elsewhere.example"}} {
		system.headers = map[string]string{header[0]: header[1]}
		system.refused(403, "request.cross-origin", "POST", "/v1/cases", form)
	}
	system.headers = map[string]string{"Sec-Fetch-Site": "same-origin"}
	must[api.Receipt](system, "POST", "/v1/cases", form)
}

// A token acts for its seat and nothing else: it never steps up, and it ends at the next
// request after it is revoked, or after its seat has ended.
func TestToken(t *testing.T) {
	c := newCity(t)
	system, security, _ := c.founded()
	o := office{c, system, security}
	org := o.organisation("气象局", code(0), "provider")
	clerk := o.person("wang", org, "provider", "clerk")
	c.later(11 * time.Minute)
	clerk.refused(403, "step-up.required", "POST", "/v1/me/tokens", map[string]any{"name": "sync", "days": 30})
	clerk.stepUp()
	made := must[api.TokenMade](clerk, "POST", "/v1/me/tokens", map[string]any{"name": "sync", "days": 30})
	other := must[api.TokenMade](clerk, "POST", "/v1/me/tokens", map[string]any{"name": "other", "days": 30})
	program := c.browser()
	program.bearer = made.Secret
	if me := must[api.Me](program, "GET", "/v1/me", nil); me.Token != made.ID || me.Seat == nil || me.SteppedUp != nil {
		t.Errorf("the token is %+v", me)
	}
	if strings.Contains(string(clerk.do("GET", "/v1/me/tokens", nil).body), made.Secret) {
		t.Error("the list of tokens shows a secret")
	}
	program.refused(400, "request.malformed", "POST", "/v1/session/step-up", map[string]any{"code": "123456"})
	must[any](clerk, "DELETE", "/v1/me/tokens/"+made.ID, nil)
	program.refused(401, "token.unknown", "GET", "/v1/me", nil)

	program.bearer = other.Secret
	must[api.Me](program, "GET", "/v1/procedures", nil)
	end(o, must[api.Me](clerk, "GET", "/v1/me", nil).Seat.Seat)
	program.refused(403, "seat.ended", "GET", "/v1/procedures", nil)
	clerk.refused(403, "seat.ended", "GET", "/v1/procedures", nil)
	if me := must[api.Me](clerk, "GET", "/v1/me", nil); me.Seat != nil || me.NoSeat == nil || me.NoSeat.Code != "seat.ended" {
		t.Errorf("after the seat has ended: %+v", me)
	}
	program.bearer = "syt_made-up"
	program.refused(401, "token.unknown", "GET", "/v1/me", nil)
}

func end(o office, seat string) {
	o.t.Helper()
	cases := must[struct{ Items []api.CaseLine }](o.system, "GET", "/v1/cases?procedure=seat&link="+seat, nil)
	if len(cases.Items) != 1 {
		o.t.Fatalf("the system administrator sees %d cases of seat %s", len(cases.Items), seat)
	}
	must[api.Receipt](o.system, "POST", "/v1/cases/"+cases.Items[0].ID+"/steps", map[string]any{"step": "end", "form": map[string]any{"reason": "离任"}})
}

func TestPassword(t *testing.T) {
	c := newCity(t)
	system, security, audits := c.founded()
	elsewhere := c.browser()
	elsewhere.login, elsewhere.password, elsewhere.seed = system.login, system.password, system.seed
	elsewhere.signIn()
	next := "seven lamps and 3 windows"
	system.refused(401, "sign-in.failed", "POST", "/v1/me/password", map[string]any{"old": "wrong", "new": next, "code": system.freshCode()})
	must[any](system, "POST", "/v1/me/password", map[string]any{"old": system.password, "new": next, "code": system.freshCode()})
	must[api.Me](system, "GET", "/v1/me", nil)
	elsewhere.refused(401, "session.expired", "GET", "/v1/me", nil)
	elsewhere.password = next
	elsewhere.signIn()

	// A lost authenticator is replaced by the system administrator, and by nobody else.
	security.refused(403, "competence.missing", "POST", "/v1/persons/person-audit-admin/invitation", nil)
	program := c.browser()
	program.bearer = must[api.TokenMade](security, "POST", "/v1/me/tokens", map[string]any{"name": "sync", "days": 30}).Secret
	must[api.Me](program, "GET", "/v1/me", nil)
	invitation := must[api.Invitation](system, "POST", "/v1/persons/person-security-admin/invitation", nil)
	security.refused(401, "session.expired", "GET", "/v1/me", nil)
	program.refused(401, "token.unknown", "GET", "/v1/me", nil)

	// One administrator alone opens nobody's account: the other half is shown to another,
	// and where the security administrator is concerned to the audit administrator.
	anybody := c.browser()
	opens := func(code string) int {
		return anybody.do("POST", "/v1/invitations/open", map[string]any{"invitation": code}).status
	}
	if !invitation.Half || opens(invitation.Code) != 401 || opens(invitation.Code+".") != 401 || opens(invitation.Code+".syh_made-up") != 401 {
		t.Errorf("half a code opens the account: %+v", invitation)
	}
	system.refused(403, "competence.missing", "POST", "/v1/persons/person-security-admin/invitation/second", nil)
	system.refused(403, "competence.missing", "POST", "/v1/persons/person-nobody/invitation/second", nil)
	audits.refused(403, "competence.missing", "POST", "/v1/persons/person-system-admin/invitation/second", nil)
	earlier := must[api.Invitation](audits, "POST", "/v1/persons/person-security-admin/invitation/second", nil)
	second := must[api.Invitation](audits, "POST", "/v1/persons/person-security-admin/invitation/second", nil)
	if !second.Half || opens(second.Code) != 401 || opens(invitation.Code+"."+earlier.Code) != 401 {
		t.Errorf("the second half alone, or one that another replaced, opens the account: %+v", second)
	}
	security = c.accept(invitation.Code+"."+second.Code, invitation.Login)
	audits.refused(404, "thing.unseen", "POST", "/v1/persons/person-security-admin/invitation/second", nil)
	again := must[api.Invitation](system, "POST", "/v1/persons/person-audit-admin/invitation", nil)
	half := must[api.Invitation](security, "POST", "/v1/persons/person-audit-admin/invitation/second", nil)
	c.accept(again.Code+"."+half.Code, again.Login)
}

// Whoever signs in before a seat is in force can do nothing, and can act as soon as it is.
func TestBeforeASeat(t *testing.T) {
	c := newCity(t)
	system, security, _ := c.founded()
	o := office{c, system, security}
	org := o.organisation("水务局", code(0), "provider")
	account := must[api.Receipt](system, "POST", "/v1/cases", map[string]any{"procedure": "account", "form": map[string]any{"name": "秦", "organisation": org, "login": "Qin"}})
	qin := c.accept(account.Invitation.Code, "QIN")
	if me := must[api.Me](qin, "GET", "/v1/me", nil); me.Seat != nil || me.NoSeat == nil {
		t.Errorf("without a seat: %+v", me)
	}
	qin.refused(403, "seat.ended", "GET", "/v1/inbox", nil)
	seat := must[api.Receipt](system, "POST", "/v1/cases", map[string]any{"procedure": "seat", "form": map[string]any{
		"title": "经办", "person": account.Made[0].ID, "organisation": org, "role": "provider", "powers": []string{"clerk"}}})
	qin.refused(403, "seat.ended", "GET", "/v1/inbox", nil)
	security.stepUp()
	must[api.Receipt](security, "POST", "/v1/cases/"+seat.Case+"/steps", map[string]any{"step": "confirm"})
	if me := must[api.Me](qin, "GET", "/v1/me", nil); me.Seat == nil {
		t.Errorf("with a seat: %+v", me)
	}
}
