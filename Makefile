# Shuyu: what can be done with this folder. `make` alone lists it.
#
# Nothing here names a host or a folder of a machine: go, node, npm, gcc and the rest are
# taken from PATH, and packages come from wherever the machine is set up to get them.

SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

BIN  := bin/shuyu
DATA := demo/data
# npm writes this file when it has installed everything the lockfile names.
INSTALLED := $(DATA)/node_modules/.package-lock.json

CONSOLE := web/console
# What `npm ci` writes when it is done, what the build of the console writes last, and what
# the console is built from.
CONSOLE_INSTALLED := $(CONSOLE)/node_modules/.package-lock.json
CONSOLE_BUILT     := $(CONSOLE)/dist/app/index.html
CONSOLE_SOURCES   := $(addprefix $(CONSOLE)/,index.html vite.config.ts tsconfig.json compress.mjs) $(shell find $(CONSOLE)/src web/proof 2>/dev/null)

# What the binary is made of: every file and folder of the strata, so that a file that was
# removed counts as a change too. Tests, and data that is installed, do not.
STRATA  := law proof registry zone casework store api web packs rehearsal demo bench cmd
# (Named "bench/.", a folder is not taken for the target of that name.)
SOURCES := go.mod go.sum $(shell find $(addsuffix /.,$(STRATA)) \( -name node_modules -o -name testdata -o -path '*/./data' -o -path '*/./peers' -o -path '*/./console/dist/app' -o -path '*/./console/src' -o -path '*/./console/test' -o -path '*/./console/tools' \) -prune -o \( -type d -o -type f ! -name '*_test.go' \) -print 2>/dev/null)
PEERS   := $(shell find bench/peers -type f 2>/dev/null)

# The packages of the module, without Go files that an npm package may bring along. Listing
# them fails as a whole, so that a folder that does not parse is never passed over.
LISTED = packages=$$(go list ./...) && packages=$$(echo "$$packages" | grep -v /node_modules/)
# Whose folder this is and what was committed is no part of the binary.
export GOFLAGS := $(strip $(GOFLAGS) -buildvcs=false)
# The linker gold, which Debian's gcc brings along, is three times as quick on the many test
# programs that hold an engine.
LINKING := $(if $(shell command -v ld.gold),-ldflags=-extldflags=-fuse-ld=gold)
# Further flags of go test, such as -v or -short. (What `make vet` has looked at is not
# looked at again. Three at a time: some wait for a disk while others count.)
TESTFLAGS =
# How often the city is killed while it is played.
KILLS = 3
# What `make run` brings up, and further flags of it, such as --fresh or --listen.
PACK     = taian
RUNFLAGS =

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: $(INSTALLED) $(BIN) ## Set everything up and start the demonstration city (Ctrl-C stops it)
	@echo "Starting the city of the pack $(PACK): build/demo-$(PACK)"
	@./$(BIN) demo --pack $(PACK) $(RUNFLAGS)

.PHONY: build
build: $(BIN) ## Build bin/shuyu

$(BIN): $(SOURCES) $(CONSOLE_BUILT)
	@echo "Building $(BIN) (the first time compiles SQLite and takes some minutes)"
	@mkdir -p $(@D)
	@CGO_ENABLED=1 go build -o $@ ./cmd/shuyu
	@touch $@

.PHONY: console
console: $(CONSOLE_BUILT) ## Build the console, which is embedded in the binary

$(CONSOLE_BUILT): $(CONSOLE_INSTALLED) $(CONSOLE_SOURCES)
	@echo "Building the console"
	@cd $(CONSOLE) && npm run --silent build
	@touch $@

$(CONSOLE_INSTALLED): $(CONSOLE)/package-lock.json
	@echo "Installing what the console is built with (npm, some 300 MB)"
	@npm ci --prefix $(CONSOLE) --no-audit --no-fund --ignore-scripts
	@touch $@

.PHONY: build-static
build-static: $(CONSOLE_BUILT) ## Build bin/shuyu as one static file that needs no library of the machine
	@mkdir -p bin
	CGO_ENABLED=1 go build -tags netgo,osusergo -trimpath -ldflags '-s -w -linkmode external -extldflags "-static"' -o $(BIN) ./cmd/shuyu

.PHONY: demo-data
demo-data: $(INSTALLED) ## Install the open data of the demonstration, by package name

$(INSTALLED): $(DATA)/package-lock.json
	@echo "Installing the open data of the demonstration (npm, by package name)"
	@npm ci --prefix $(DATA) --no-audit --no-fund --ignore-scripts
	@touch $@

# What is tested runs for a short while and alone: less time is spent on clearing memory.
test: export GOGC := 400
.PHONY: test
test: test-tools $(INSTALLED) $(BIN) vet ## Set up what the tests need and run all of them
	@echo "Reading the packs"
	@./$(BIN) pack check $(PACK)
	@./$(BIN) pack coverage --pack $(PACK)
	@echo "Running the tests"
	@$(LISTED) && go test -vet=off $(LINKING) -p 3 -timeout 30m $(TESTFLAGS) $$(echo "$$packages" | grep -v '/demo$$')
	@echo "Walking the console in a browser; beside it, playing the cities through their interface, and killing one"
	@mkdir -p build; go test -vet=off $(LINKING) -timeout 20m $(TESTFLAGS) ./demo -args -binary "$(CURDIR)/$(BIN)" -kills $(KILLS) >build/played.txt 2>&1 & played=$$!; \
	(cd $(CONSOLE) && npm run --silent test); walked=$$?; \
	wait $$played; played=$$?; cat build/played.txt; [ $$walked -eq 0 ] && [ $$played -eq 0 ]

.PHONY: screenshots
screenshots: $(INSTALLED) $(BIN) ## Draw every page of the console and the portal into build/screenshots, to be looked at
	@cd $(CONSOLE) && node test/screenshots.mjs

.PHONY: vet
vet: ## Look at the source: gofmt and go vet
	@echo "Looking at the source"
	@unformatted=$$(find . \( -name node_modules -o -name .git -o -name build \) -prune -o -name '*.go' -print | xargs gofmt -l); \
	if [ -n "$$unformatted" ]; then echo "not as gofmt writes it:"; echo "$$unformatted"; exit 1; fi
	@$(LISTED) && go vet $$packages

# What tests use beside Go and Node, as "Debian's package=what is skipped without it". They are
# installed where that can be done as root without asking; otherwise each one that is missing
# is named.
.PHONY: test-tools
test-tools:
	@[ -d ../shared ] || echo "SKIPPED without ../shared (what the product is developed with, no part of it): the packs against their reading, the calendar against its oracle, intake of large real files"
	@there() { case $$1 in \
	  chromium) command -v chromium ;; \
	  postgresql) ls /usr/lib/postgresql/*/bin/pg_ctl ;; \
	  bubblewrap) command -v bwrap ;; \
	  poppler-utils) command -v pdftotext ;; \
	  openssl) command -v openssl ;; \
	esac >/dev/null 2>&1; }; \
	absent() { for p in chromium postgresql bubblewrap poppler-utils openssl; do there $$p || printf ' %s' $$p; done; }; \
	loses() { case $$1 in \
	  chromium) echo "the pages in a browser" ;; \
	  postgresql) echo "the store, and import, on PostgreSQL" ;; \
	  bubblewrap) echo "the namespaces around child processes" ;; \
	  poppler-utils) echo "what the PDF face of a certificate says" ;; \
	  openssl) echo "the independent check of SM2 signatures" ;; \
	esac; }; \
	missing=$$(absent); [ -n "$$missing" ] || exit 0; \
	root= ; why= ; \
	if ! command -v apt-get >/dev/null 2>&1; then why="this machine has no apt-get"; \
	elif [ "$$(id -u)" -eq 0 ]; then :; \
	elif sudo -n true >/dev/null 2>&1; then root="sudo -n"; \
	else why="not root, and sudo asks for a password"; fi; \
	if [ -z "$$why" ]; then \
	  echo "Installing what the tests use, from Debian:$$missing"; \
	  { $$root apt-get update -qq </dev/null && \
	    $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing </dev/null >/dev/null; } \
	    || why="apt-get could not install it"; \
	fi; \
	for p in $$(absent); do echo "SKIPPED without $$p: $$(loses $$p) ($${why:-it did not bring its program})"; done

.PHONY: prove
prove: $(BIN) ## Take each rule of the pack out in turn, and keep which rehearsal fails without it
	@./$(BIN) pack coverage --pack $(PACK) --prove --keep rehearsal

.PHONY: bench
bench: $(INSTALLED) $(BIN) build/peers/tessera ## Measure, as ratios against floors and peers (about ten minutes)
	@./$(BIN) bench

# Peers are a module of their own, so that the product's go.mod stays clean.
build/peers/tessera: $(PEERS)
	@echo "Building the peers"
	@mkdir -p $(@D)
	@cd bench/peers && go build -o ../../$@ ./tessera

$(CONSOLE)/tools/node_modules/.package-lock.json: $(CONSOLE)/tools/package-lock.json
	@echo "Installing what writes the console's client (npm)"
	@npm ci --prefix $(CONSOLE)/tools --no-audit --no-fund --ignore-scripts
	@touch $@

.PHONY: generate
generate: $(CONSOLE)/tools/node_modules/.package-lock.json ## Write anew what is made from the source: the OpenAPI document, the reference pages, the client
	@go test ./api -run '^TestDocument$$' -count 1 -update
	@go run ./cmd/shuyu reference
	@npm run --silent --prefix $(CONSOLE)/tools client

.PHONY: verify-generated
verify-generated: ## Check that what is made from the source is as the source says
	@go test ./api -run '^TestDocument$$' -count 1
	@go test ./cmd/shuyu -run '^TestReference' -count 1
	@go test ./web/console -run '^TestClient$$' -count 1
	@go test ./rehearsal -run '^TestProofs$$' -count 1 -args -proofs

.PHONY: clean
clean: ## Remove what was built, and the demonstration city with its state
	@rm -rf bin build $(CONSOLE)/dist/app
