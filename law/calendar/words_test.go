package calendar_test

import (
	"testing"

	. "github.com/shuyu-project/shuyu/law/calendar"
)

func TestPeriodText(t *testing.T) {
	for s, want := range map[string][2]string{
		"within 5 working-days":           {"5个工作日内", "within 5 working days"},
		"at-least 5 natural-days":         {"不少于5日", "at least 5 days"},
		"at-least-before 10 working-days": {"至少提前10个工作日", "at least 10 working days before"},
		"in-the-last 6 months":            {"届满前6个月内", "in the last 6 months"},
		"keep 1 year":                     {"保存1年", "kept for 1 year"},
		"within 24 hours":                 {"24小时内", "within 24 hours"},
	} {
		if text := MustPeriod(s).Text(); text.ZH != want[0] || text.EN != want[1] {
			t.Errorf("%s is said %q, %q", s, text.ZH, text.EN)
		}
	}
	if text := (Period{Within, 0, Months}).Text(); !text.IsZero() {
		t.Errorf("what cannot be counted is said %q", text.ZH)
	}
}
