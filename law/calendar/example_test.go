package calendar_test

import (
	"fmt"

	"github.com/shuyu-project/shuyu/law/calendar"
)

// A form is to be examined within five working days. It came in on the Wednesday before
// Spring Festival 2026: Saturday the 14th is worked, the 15th to the 23rd are not.
func ExampleCalendar_Due() {
	china := calendar.China()
	submitted := calendar.MustDay("2026-02-11")
	due := china.Due(submitted, calendar.MustPeriod("within 5 working-days"))
	fmt.Println("due", due.Last)
	fmt.Println("in time on the day:", due.Permits(due.Last))
	// Output:
	// due 2026-02-25
	// in time on the day: true
}

// A public notice must stand for at least five days. Its fifth day falls into the holiday
// and moves to the first working day after it; what waits for it may happen the day after.
func ExampleCalendar_Due_notice() {
	posted := calendar.MustDay("2025-01-24")
	notice := calendar.China().Due(posted, calendar.MustPeriod("at-least 5 natural-days"))
	fmt.Println("fifth day", notice.Counted)
	fmt.Println("stands until", notice.Last)
	fmt.Println("opens", notice.Opens)
	// Output:
	// fifth day 2025-01-29
	// stands until 2025-02-05
	// opens 2025-02-06
}

// Supply may be stopped only after ten working days' notice: the ten days lie between.
func ExampleCalendar_Due_before() {
	stop := calendar.MustDay("2026-03-20")
	notice := calendar.China().Due(stop, calendar.MustPeriod("at-least-before 10 working-days"))
	fmt.Println("tell them by", notice.Last)
	// Output: tell them by 2026-03-05
}

// Renewal may be asked for in the last six months of an authorisation.
func ExampleCalendar_Due_window() {
	expiry := calendar.MustDay("2026-08-31")
	window := calendar.China().Due(expiry, calendar.MustPeriod("in-the-last 6 months"))
	fmt.Println(window.Opens, "to", window.Last)
	// Output: 2026-02-28 to 2026-08-31
}

// Logs are kept for six months; they may go the day after.
func ExampleCalendar_Due_keep() {
	written := calendar.MustDay("2026-03-01")
	kept := calendar.China().Due(written, calendar.MustPeriod("keep 6 months"))
	fmt.Println("keep through", kept.Last)
	fmt.Println("delete from", kept.Opens)
	// Output:
	// keep through 2026-09-01
	// delete from 2026-09-02
}

// A count that enters a year without a notice is marked, and is counted again when the
// notice comes. The holiday used here is invented.
func ExampleCalendar_Recount() {
	due := calendar.China().Due(calendar.MustDay("2026-12-28"), calendar.MustPeriod("within 10 working-days"))
	fmt.Println(due.Last, "waits for", due.Awaits)

	newer, err := calendar.China().With(calendar.Amendment{
		Notice: calendar.Notice{Year: 2027, Ref: "an invented notice"},
		Days:   []calendar.Adjustment{{Day: calendar.MustDay("2027-01-01"), Mark: calendar.Rest, Name: "元旦"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	again := newer.Recount(due)
	fmt.Println(again.New.Last, "settled:", again.Settled, "moved:", again.Moved)
	// Output:
	// 2027-01-11 waits for 2027
	// 2027-01-12 settled: true moved: 1
}

// The applicant was asked for a missing paper on the 4th and brought it on the 10th.
func ExampleCalendar_DueTolled() {
	asked := calendar.Pause{Stopped: calendar.MustDay("2026-03-04"), Resumed: calendar.MustDay("2026-03-10")}
	due := calendar.China().DueTolled(calendar.MustDay("2026-03-02"), calendar.MustPeriod("within 5 working-days"), asked)
	fmt.Println(due.Last)
	// Output: 2026-03-13
}

func ExampleCalendar_Left() {
	left := calendar.China().Left(calendar.MustDay("2026-02-11"), calendar.MustDay("2026-02-25"))
	fmt.Println(left.NaturalDays, "days,", left.WorkingDays, "of them working days")
	// Output: 14 days, 5 of them working days
}

// The summary is due for each half-year.
func ExampleCycle_Around() {
	first, last := calendar.HalfYearly.Around(calendar.MustDay("2026-11-21"))
	fmt.Println(first, "to", last)
	// Output: 2026-07-01 to 2026-12-31
}
