package delivery

import (
	"context"
	"fmt"

	"github.com/shuyu-project/shuyu/law"
)

// Interface is a data interface: look-ups over one released table, by key, for the
// approved recipient and scenario. It never changes; safe for many goroutines.
type Interface struct {
	Release  Release
	Table    *Table
	Keys     Keys
	Standing Standing
	Meter    *Meter
}

// Call is one request.
type Call struct {
	Secret   string // the API key
	Scenario string // what the caller says it is for
	Day      int64  // today, counted from 1970-01-01
	Query    Query
}

// Answer is what a call got, and the counts after it.
type Answer struct {
	Page    Page
	Key     string // id
	Counted Counted
}

// Serve answers a call. An unknown key learns nothing else; for a known one, all that
// stands against the call is refused at once, and a refused call is not counted.
// Refusals: [CodeKeyUnknown]; [CodeWithdrawn], [CodeKeyTime], [CodeRecipient],
// [CodeScenario], the refusals of [Table.LookUp]; [CodeQuotaDay], [CodeQuotaTotal].
func (i Interface) Serve(ctx context.Context, c Call) (Answer, error) {
	k, err := i.key(ctx, c.Secret)
	if err != nil {
		return Answer{}, err
	}
	withdrawn, err := standing(ctx, i.Standing, i.Release.ID)
	if err != nil {
		return Answer{}, err
	}
	key, unfit := i.Table.read(c.Query)
	if refused := law.Join(withdrawn, i.inTime(k, c.Day), i.bound(k, c.Scenario), unfit); refused != nil {
		return Answer{}, refused
	}
	counted, granted, err := i.Meter.Spend(ctx, k, c.Day)
	if err != nil {
		return Answer{}, err
	}
	if !granted {
		return Answer{}, exhausted(k, counted)
	}
	return Answer{Page: i.Table.page(key, c.Query), Key: k.ID, Counted: counted}, nil
}

// key finds the key and checks its secret; one of another release is as unknown as
// one that never was.
func (i Interface) key(ctx context.Context, secret string) (Key, error) {
	id, part, ok := cut(secret)
	if !ok {
		return Key{}, unknownKey()
	}
	k, found, err := i.Keys.Key(ctx, id)
	if err != nil {
		return Key{}, fmt.Errorf("finding an interface key: %w", err)
	}
	if right := k.opens(part); !found || !right || k.Release != i.Release.ID {
		return Key{}, unknownKey()
	}
	return k, nil
}

func unknownKey() *law.Refusal {
	return law.Refuse(CodeKeyUnknown, Rule).Because(
		law.Text{ZH: "接口密钥无效。", EN: "The interface key is not valid."},
		law.Text{ZH: "请使用发放的密钥；遗失的请重新申领。", EN: "Use the key that was issued; apply for another if it is lost."})
}

func (i Interface) inTime(k Key, day int64) *law.Refusal {
	if day >= k.From && day <= k.Until {
		return nil
	}
	return law.Refuse(CodeKeyTime, i.Release.ground(), law.Fact{Name: "key", Value: k.ID}).Because(
		law.Text{ZH: "接口密钥不在有效期内。", EN: "The interface key is not in force today."},
		law.Text{ZH: "请在授权有效期内申领新的密钥。", EN: "Apply for a new key within the term of the authorisation."})
}

// bound: the key, and what the caller says, must both fit what was approved.
func (i Interface) bound(k Key, scenario string) *law.Refusal {
	if k.Scenario != i.Release.Scenario {
		scenario = k.Scenario
	}
	return i.Release.bound(k.Recipient, scenario)
}

func exhausted(k Key, c Counted) *law.Refusal {
	if c.Total >= k.Total {
		return law.Refuse(CodeQuotaTotal, Rule, law.Fact{Name: "key", Value: k.ID}, law.Factf("calls", "%d", c.Total), law.Factf("quota", "%d", k.Total)).Because(
			law.Text{ZH: "接口调用总量已用完。", EN: "All calls of the key are used up."},
			law.Text{ZH: "请申请增加调用总量。", EN: "Apply for more calls."})
	}
	return law.Refuse(CodeQuotaDay, Rule, law.Fact{Name: "key", Value: k.ID}, law.Factf("calls", "%d", c.Day), law.Factf("quota", "%d", k.PerDay)).Because(
		law.Text{ZH: "今日接口调用量已用完。", EN: "Today's calls of the key are used up."},
		law.Text{ZH: "请次日再试，或申请增加每日调用量。", EN: "Try again tomorrow, or apply for more calls a day."})
}
