package main

import "testing"

// A case is decided under the pack it was accepted under, whatever the program ships
// later: the folder keeps all that the pack is read from, the fragments it includes too.
func TestLibraryKeepsWhole(t *testing.T) {
	folder := t.TempDir()
	kept, err := openLibrary(folder, "guizhou")
	if err != nil {
		t.Fatal(err)
	}
	later, err := keptLibrary(folder, "taian")
	if err != nil {
		t.Fatal(err)
	}
	if p, ok := later.Of(kept.Current().Digest); !ok || p.Name() != "guizhou" {
		t.Errorf("the pack kept under %.12s is not read again", kept.Current().Digest)
	}
}
