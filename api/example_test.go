package api_test

import (
	"testing"

	"github.com/shuyu-project/shuyu/api"
)

// An example follows the case in which the step was taken, with what the present case is
// about in the place of the former, and with papers that the person's own organisation
// has handed in: the step takes it as it is.
func TestExample(t *testing.T) {
	tn := newTown(t, withVault(t))
	apply := map[string]any{"procedure": "registration", "step": "apply"}
	bare := must[api.ExampleShown](tn.provider, "POST", "/v1/demo/example", apply)
	if bare.From != "" || bare.Form["summary"] == nil || bare.Form["commitTruth"] != true || len(bare.Form["materials"].([]any)) != 1 {
		t.Errorf("where the step was never taken the example is %s", dump(bare))
	}
	kept := must[api.AttachmentKept](tn.provider, "POST", "/v1/attachments", "%PDF-1.7\nmaterials\n%%EOF")
	former := must[api.Receipt](tn.provider, "POST", "/v1/cases", map[string]any{"procedure": "registration", "step": "apply", "links": map[string]string{"resource": tn.resource},
		"form": map[string]any{"kind": "first", "summary": "行政区划代码", "materials": []string{kept.Digest}, "commitTruth": true, "commitCompleteness": true,
			"commitCompliance": true, "collector": "民政局", "manager": "民政局", "user": "运营单位"}})

	neighbour := tn.person("hong", tn.organisation("水利局", code(5), "provider"), "provider", "clerk")
	rivers := must[api.Receipt](neighbour, "POST", "/v1/cases", entering("河流")).Made[0].ID
	shown := must[api.ExampleShown](neighbour, "POST", "/v1/demo/example", apply)
	if shown.From != former.Case || shown.Links["resource"] != rivers || shown.Form["summary"] != "行政区划代码" || shown.Form["materials"].([]any)[0] != kept.Digest {
		t.Errorf("the example is %s", dump(shown))
	}
	apply["links"], apply["form"] = shown.Links, shown.Form
	applied := must[api.Receipt](neighbour, "POST", "/v1/cases", apply)
	if applied.State != former.State {
		t.Errorf("the example was taken to %s", applied.State)
	}

	// What does not exist for somebody has no example either.
	tn.operator.refused(404, "thing.unseen", "POST", "/v1/demo/example", map[string]any{"case": applied.Case, "step": "review"})
	tn.provider.refused(404, "thing.unseen", "POST", "/v1/demo/example", map[string]any{"procedure": "registration", "step": "nothing"})
	delete(apply, "form")
	tn.browser().refused(401, "sign-in.required", "POST", "/v1/demo/example", apply)
}

// Outside of a demonstration nothing is filled in for anybody.
func TestExampleOnlyInDemonstration(t *testing.T) {
	tn := newTown(t, func(p *api.Parts) { p.Options.Demo, p.Clock = false, nil })
	tn.provider.refused(404, "thing.unseen", "POST", "/v1/demo/example", map[string]any{"procedure": "registration", "step": "apply"})
}

// The tour is read from the cases: in a city without the story nothing is next, nobody's
// step is claimed to be done, and it exists in a demonstration alone.
func TestTour(t *testing.T) {
	tn := newTown(t)
	shown := must[api.TourShown](tn.browser(), "GET", "/v1/demo/tour", nil)
	if shown.Next != nil || shown.Done != 0 || shown.Of < 40 || len(shown.Chapters) < 6 {
		t.Errorf("without its story the tour stands at %d of %d, next %s", shown.Done, shown.Of, dump(shown.Next))
	}
	for _, chapter := range shown.Chapters {
		for _, stop := range chapter.Stops {
			if stop.Title.ZH == "" || stop.Title.EN == "" || stop.Title.ZH == stop.Title.EN {
				t.Errorf("stop %d is called %s", stop.Number, dump(stop.Title))
			}
		}
	}
	plain := newCity(t, func(p *api.Parts) { p.Options.Demo, p.Clock = false, nil })
	plain.browser().refused(404, "thing.unseen", "GET", "/v1/demo/tour", nil)
	if with, without := must[api.Banner](tn.browser(), "GET", "/v1/banner", nil), must[api.Banner](plain.browser(), "GET", "/v1/banner", nil); !with.Tour || without.Tour {
		t.Errorf("every page is told of the tour: %t in the demonstration, %t elsewhere", with.Tour, without.Tour)
	}
}

// noticed takes the registration of a resource to its public notice; answers the case.
func (tn *town) noticed(resource string) api.Receipt {
	apply := map[string]any{"procedure": "registration", "step": "apply", "links": map[string]string{"resource": resource}}
	shown := must[api.ExampleShown](tn.provider, "POST", "/v1/demo/example", apply)
	shown.Form["kind"] = "first"
	apply["form"] = shown.Form
	applied := must[api.Receipt](tn.provider, "POST", "/v1/cases", apply)
	steps := "/v1/cases/" + applied.Case + "/steps"
	must[api.Receipt](tn.authority, "POST", steps, map[string]any{"step": "review", "form": map[string]any{"reasons": "材料齐全"}})
	must[api.Receipt](tn.authority, "POST", steps, map[string]any{"step": "notice"})
	return applied
}

// The tour keeps to the story's case, whatever a visitor opens beside it.
func TestTourKeepsToItsStory(t *testing.T) {
	tn := newTown(t, withVault(t))
	entered := func(title string) string {
		return must[api.Receipt](tn.provider, "POST", "/v1/cases", entering(title)).Made[0].ID
	}
	story := tn.noticed(entered("供水用户（未确权）"))
	tn.noticed(tn.resource)
	shown := must[api.TourShown](tn.browser(), "GET", "/v1/demo/tour", nil)
	if confirm := shown.Chapters[0].Stops[1]; confirm.Case != story.Case || confirm.About != "供水用户（未确权）" {
		t.Errorf("the tour leads to %s, about %s", confirm.Case, confirm.About)
	}
}

// The clock says what it will bring, and what it brought: here a notice that runs out.
func TestComing(t *testing.T) {
	tn := newTown(t, withVault(t))
	applied := tn.noticed(tn.resource)
	runs := func(all []api.ComingShown) string {
		for _, one := range all {
			if one.Kind == "notice" && one.Case == applied.Case {
				return one.On.String()
			}
		}
		return ""
	}
	ends := runs(must[api.DemoShown](tn.browser(), "GET", "/v1/demo", nil).Coming)
	page := must[api.CasePage](tn.authority, "GET", "/v1/cases/"+applied.Case, nil)
	if ends != page.Notice.Opens.String() {
		t.Errorf("the notice is said to run out on %q, not on %s", ends, page.Notice.Opens)
	}
	moved := must[api.ClockShown](tn.browser(), "POST", "/v1/demo/clock", map[string]any{"day": ends})
	if runs(moved.Fired) != ends {
		t.Errorf("on the way came due: %s", dump(moved.Fired))
	}
	if again := runs(must[api.DemoShown](tn.browser(), "GET", "/v1/demo", nil).Coming); again != "" {
		t.Errorf("the notice that has run is said to run out on %s", again)
	}
}

// Whoever enters the demonstration without proving their presence is asked for it.
func TestDemoSessionWithoutPresence(t *testing.T) {
	tn := newTown(t)
	must[any](tn.browser(), "POST", "/v1/demo/accounts", map[string]any{"login": "wang", "password": goodPassword})
	for later, proved := range map[bool]bool{false: true, true: false} {
		me := must[api.Me](tn.browser(), "POST", "/v1/demo/session", map[string]any{"login": "wang", "later": later})
		if (me.SteppedUp != nil) != proved {
			t.Errorf("entered with later=%v, presence is proved until %v", later, me.SteppedUp)
		}
	}
}
