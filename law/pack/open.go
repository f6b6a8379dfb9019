package pack

import (
	"io/fs"
	"strings"
)

// Open reads the layers that a name gives, the city's first as it is spoken:
// "taian+national". The platform's instrument always lies below them.
func Open(files fs.FS, name string) (*Pack, error) {
	platform, err := Read(files, "platform")
	if err != nil {
		return nil, err
	}
	layers := []*Instrument{platform}
	codes := strings.Split(name, "+")
	for i := len(codes) - 1; i >= 0; i-- {
		if codes[i] == platform.Code {
			continue
		}
		in, err := Read(files, codes[i])
		if err != nil {
			return nil, err
		}
		layers = append(layers, in)
	}
	return Join(layers...)
}
