package portal_test

import (
	"context"
	"flag"
	"fmt"
	"net/url"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	screens = flag.String("screens", "", "folder to draw the pages into with Chromium, to be looked at")
	dark    = flag.Bool("screens-dark", false, "draw them as somebody who prefers dark sees them")
	only    = flag.String("screens-of", "", "draw these pages alone, by their names with commas between")
)

// TestScreens draws the pages as people see them. It judges nothing: somebody looks.
func TestScreens(t *testing.T) {
	if *screens == "" {
		t.Skip("the pages are drawn for somebody to look at: give a folder with -screens (needs Debian's package chromium)")
	}
	c := newCity(t, registrations(24), lastDay)
	notice := link.FindStringSubmatch(c.reader().must("/notices"))[1]
	certificate := "/certificates?number=" + url.QueryEscape(numberOf(c.records("certificate")[0]))
	pages := map[string]string{"home": "/", "notices": "/notices", "notice": notice, "register": "/register", "products": "/products", "certificate": certificate,
		"complaints": "/complaints", "log": "/log", "rules": "/rules", "taian": "/rules/taian", "unit": "/rules/taian/TA-09.3", "demo": "/demo", "empty": "/calls"}
	for name, path := range pages {
		if *only != "" && !slices.Contains(strings.Split(*only, ","), name) {
			continue
		}
		for _, language := range []string{"zh", "en"} {
			for _, width := range []int{1440, 390} {
				to, err := url.Parse(c.http.URL + path)
				if err != nil {
					t.Fatal(err)
				}
				q := to.Query()
				q.Set("lang", language)
				to.RawQuery = q.Encode()
				draw(t, to.String(), filepath.Join(*screens, fmt.Sprintf("%s-%s-%d.png", name, language, width)), width)
			}
		}
	}
}

func draw(t *testing.T, address, file string, width int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	scheme := "--blink-settings=preferredColorScheme=1"
	if *dark {
		scheme = "--blink-settings=preferredColorScheme=0"
	}
	out, err := exec.CommandContext(ctx, "chromium", scheme, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--hide-scrollbars",
		"--user-data-dir="+t.TempDir(), fmt.Sprintf("--window-size=%d,%d", width, 1600), "--screenshot="+file, address).CombinedOutput()
	if err != nil {
		t.Errorf("drawing %s: %v\n%s", address, err, out)
	}
}
