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
