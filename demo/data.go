package demo

import (
	"bufio"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/emmansun/gmsm/sm3"

	"github.com/shuyu-project/shuyu/registry/catalogue"
	"github.com/shuyu-project/shuyu/registry/catalogue/synthetic"
)

// The seed and sizes of the synthetic registers.
const (
	seed          = 20250106
	residentCount = 60_000
	firmCount     = 8_000
)

// sources are the files the city's providers bring in. What is made is made once and
// kept; what is open data lies where its package put it.
var sources = map[string]func(p *Play) (string, error){
	"villages":  installed("china-division", "dist", "villages.csv"),
	"divisions": installed("china-division", "dist", "streets.csv"),
	"flights":   installed("vega-datasets", "data", "flights-3m.parquet"),
	"wages":     made("wages.csv", writeWages),
	"residents": made("residents-synthetic.csv", func(_ *Play, w io.Writer) error {
		return synthetic.WriteResidentsCSV(w, residentCount, seed)
	}),
	"firms": made("firms-synthetic.csv", func(_ *Play, w io.Writer) error { return synthetic.WriteFirmsCSV(w, firmCount, seed) }),
	"cards": made("cards-synthetic.csv", writeCards),
}

// dataFile is the path of a source.
func (p *Play) dataFile(name string) (string, error) {
	source, ok := sources[name]
	if !ok {
		return "", fmt.Errorf("the demonstration has no data called %s", name)
	}
	return source(p)
}

func installed(parts ...string) func(*Play) (string, error) {
	return func(p *Play) (string, error) {
		path := filepath.Join(append([]string{p.Data, "node_modules"}, parts...)...)
		if _, err := os.Stat(path); err != nil {
			return "", fmt.Errorf("the open data is not installed (make demo-data installs it): %w", err)
		}
		return path, nil
	}
}

func made(name string, write func(*Play, io.Writer) error) func(*Play) (string, error) {
	return func(p *Play) (string, error) {
		path := filepath.Join(filepath.Dir(p.Journal), name)
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			return path, err
		}
		f, err := os.Create(path + ".new")
		if err != nil {
			return "", fmt.Errorf("making %s: %w", name, err)
		}
		w := bufio.NewWriter(f)
		if err := errors.Join(write(p, w), w.Flush(), f.Close()); err != nil {
			return "", fmt.Errorf("making %s: %w", name, err)
		}
		return path, os.Rename(path+".new", path)
	}
}

// writeWages numbers the rows of the survey of 1985, which names nobody: the number
// stands for the person surveyed.
func writeWages(p *Play, w io.Writer) error {
	path, err := installed("@stdlib", "datasets-berndt-cps-wages-1985", "data", "data.csv")(p)
	if err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read only
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return err
	}
	out := csv.NewWriter(w)
	for i, row := range rows {
		first := "person"
		if i > 0 {
			first = "P" + strconv.Itoa(100000+i)
		}
		if err := out.Write(append([]string{first}, row...)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// Cards of the demonstration belong to residents of one district born in two years: the
// numbers that can have been given out there can be tried, which is what makes an unkeyed
// hash no protection.
const (
	cardDistrict  = "370902"
	cardFirstYear = 1990
)

// writeCards makes a synthetic card log whose holders are "protected" by an unkeyed
// SM3 hash of their number: the classic mistake, put there to be found.
func writeCards(_ *Play, w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"station", "holder_sm3", "rides", "synthetic"}); err != nil {
		return err
	}
	for ride := range 2400 {
		i := ride % 400
		first := fmt.Sprintf("%s%04d%02d%02d%03d", cardDistrict, cardFirstYear+i%2, 1+i%12, 1+i%28, 100+i)
		check, ok := catalogue.ResidentCheck([]byte(first))
		if !ok {
			return fmt.Errorf("the synthetic number of card %d has no check digit", i)
		}
		sum := sm3.Sum([]byte(first + string(check)))
		if err := out.Write([]string{fmt.Sprintf("S%02d", ride%20), hex.EncodeToString(sum[:]), strconv.Itoa(1 + ride%9), "true"}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
