package pack

import (
	"io/fs"
	"slices"
	"strings"
)

// Open reads the layers that a name gives, the city's first as it is spoken:
// "taian+national". A family of instruments goes by its common name: "national" is every
// folder that begins with "national-". The platform's instrument always lies below them;
// the folder with the whole name, where there is one, says how they lie on one another.
func Open(files fs.FS, name string) (*Pack, error) {
	folders, err := Folders(files)
	if err != nil {
		return nil, err
	}
	names := []string{"platform"}
	codes := strings.Split(name, "+")
	for i := len(codes) - 1; i >= 0; i-- {
		for _, folder := range expanded(folders, codes[i]) {
			if folder != "platform" {
				names = append(names, folder)
			}
		}
	}
	if len(codes) > 1 && slices.Contains(folders, name) {
		names = append(names, name)
	}
	layers := make([]*Instrument, len(names))
	for i, folder := range names {
		if layers[i], err = Read(files, folder); err != nil {
			return nil, err
		}
	}
	p, err := Join(layers...)
	if err != nil {
		return nil, err
	}
	if name != "platform" {
		p.name = name
	}
	return p, nil
}
