package portal

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/shuyu-project/shuyu/casework"
)

// Product is a product on offer. It has the particulars that the interface shows to the
// public and no others.
type Product struct {
	ID       string `json:"-"`
	Title    string `json:"title"`
	Form     string `json:"form"`
	Operator string `json:"operator"`
	Purpose  string `json:"purpose"`
	Price    *int64 `json:"price"` // fen
	Venue    string `json:"venue"`
	Listing  string `json:"listing"`
	State    string `json:"state"`
	Cost     string `json:"-"` // in yuan
	Area     string `json:"-"` // what its jurisdiction is called; "" where there is one
}

// Products is a page of the products on offer.
type Products struct {
	Words string
	Items []Product
	Pager Pager
}

func (p *Portal) products(pg *page) error {
	asked, words := pg.searched()
	ids, err := p.findProducts(pg.r.Context(), func(one product) bool { return holdsAll(one.text, words) && pg.within(one.jurisdiction) })
	if err != nil {
		return err
	}
	out := Products{Words: asked}
	pager, from, to := pg.pager(len(ids))
	out.Pager = pager
	err = p.Desk.Ledger.Read(pg.r.Context(), func(v casework.View) error {
		out.Items = nil
		for _, id := range ids[from:to] {
			r, err := v.Registered(pg.r.Context(), "product", id)
			if errors.Is(err, casework.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			one, err := pg.product(r)
			if err != nil {
				return err
			}
			if one.State != "withdrawn" {
				out.Items = append(out.Items, one)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return pg.show("products", http.StatusOK, pg.T("menu.products"), out)
}

func (pg *page) product(r casework.Record) (Product, error) {
	one := Product{}
	if err := json.Unmarshal(r.Body, &one); err != nil {
		return Product{}, fmt.Errorf("reading product %s: %w", r.ID, err)
	}
	one.ID, one.Area = r.ID, pg.areaName(r.Jurisdiction)
	pg = pg.of(pg.packIn(r.Jurisdiction))
	one.Form = pg.termWordOr("product-form", one.Form)
	one.Purpose = pg.termWordOr("purpose", one.Purpose)
	for _, org := range []*string{&one.Operator, &one.Venue} {
		if name := pg.portal.organisation(*org); name != "" {
			*org = name
		}
	}
	if one.Price != nil {
		one.Cost = yuan(*one.Price)
	}
	return one, nil
}

func (pg *page) termWordOr(concept, key string) string {
	if word := pg.termWord(concept, key); word != "" {
		return word
	}
	return key
}

// yuan writes fen as yuan with two decimals.
func yuan(fen int64) string {
	sign := ""
	if fen < 0 {
		sign, fen = "-", -fen
	}
	return sign + strconv.FormatInt(fen/100, 10) + fmt.Sprintf(".%02d", fen%100)
}
