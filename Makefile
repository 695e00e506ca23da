# Framewatch. "make demo" and "make test" need Go, Python 3 and a network for
# packages, nothing else; what they install stays in .tools, .venv,
# .venv-share and .venv-spark, but for a C compiler, Chromium, PostgreSQL and fonts from Debian's
# packages, where they are missing and this user may install them.

SHELL := /bin/bash
EVAL ?= ../shared/eval
OUT ?= demo
GOLANGCI_VERSION := v2.15.0
NFPM_VERSION := v2.45.0
UV_VERSION := 0.13.9
VULN_VERSION := v1.9.0
VENV := .venv
PY := $(VENV)/bin/python
SHARE := .venv-share
SPARK := .venv-spark
BIN := bin/framewatch

export CGO_ENABLED := 0
# For all alike, so that tests, tools and the binary share what is compiled.
export GOFLAGS := -trimpath
# Tests and tools measure the evaluation sets only where they are there.
export FRAMEWATCH_EVAL := $(if $(wildcard $(EVAL)/README.md),$(abspath $(EVAL)))

.DEFAULT_GOAL := help
.PHONY: help build demo dist test test-go fuzz test-data test-share test-eval eval bench soak notebooks generate lint lock vuln scale-postgres scale-plan scale-spark clean FORCE

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

build: $(BIN) ## Build the binary into bin/

# Copied, as what is installed is: of a file as the linker leaves it in the page
# cache each start maps 20 MB more.
$(BIN): FORCE
	go build -ldflags "-s -w" -o $@.linked ./cmd/framewatch
	cp $@.linked $@.copy && mv $@.copy $@ && rm $@.linked

demo: build ## Run the whole pipeline on invented outlets, into demo/
	$(BIN) demo --out $(OUT)

# Archives for six platforms, Debian packages, an OCI image layout, a bill of
# materials, checksums and notes: the same bytes for the same commit.
dist: .tools/nfpm-$(NFPM_VERSION) ## Make a release of the commit, into dist/
	go run ./internal/release -out dist -nfpm $<

# Over the demo, which is run where it is not there, or over DATA=FOLDER (with
# SETTINGS=FILE, where its settings are not the built-in ones).
notebooks: build $(VENV)/.installed ## Execute the notebooks, as HTML pages that need no network
	@[ -n "$(DATA)" ] || [ -d $(OUT)/data/current ] || $(BIN) demo --out $(OUT)
	FRAMEWATCH_BIN=$(BIN) $(if $(SETTINGS),FRAMEWATCH_SETTINGS=$(SETTINGS)) $(PY) notebooks/render.py --data $(or $(DATA),$(OUT)/data) --out $(OUT)/notebooks

test: lint test-go fuzz test-data test-share test-eval ## Everything that CI checks

# Packages that start goroutines, or hand functions to one that does; nothing can
# race elsewhere (internal/archtest keeps the list).
RACED := $(addprefix ./,crawl crawl/frontier/postgres crawl/guard crawl/render explore explore/search extract extract/pdf/pdfium internal/atomicfile internal/datasetcheck \
	internal/demosite internal/imports internal/interrupt internal/jsonlines internal/nights internal/metrics internal/notify internal/ordered internal/patient internal/pipeline internal/refetch internal/schedule internal/sourcecheck internal/statistics internal/streams nlp \
	nlp/codes nlp/en nlp/encode nlp/modelcoder nlp/neardup nlp/ner nlp/service nlp/trained store \
	store/disk/bucket)

# Once each, and what starts goroutines under the race detector too, without the
# tests that only measure or read large texts (-short). The linters have vetted.
test-go: .tools/system .tools/nfpm-$(NFPM_VERSION) ## Go tests, with the race detector where goroutines are
	FRAMEWATCH_NFPM=$(abspath .tools/nfpm-$(NFPM_VERSION)) go test -vet=off -timeout 35m ./...
	CGO_ENABLED=1 go test -race -short -vet=off -timeout 35m $(RACED)
	CGO_ENABLED=1 go test -race -vet=off -timeout 35m -run 'Signal|Killed|FullDisk|Commands/(interrupt|annotate_service|import)$$' ./cmd/framewatch

# A few hundred inputs for each; make soak goes on with all fuzz tests, guided.
fuzz: ## Every decoder of bytes from outside, with inputs made from those that are kept
	./.ci/fuzz decoders

# The demo's tables, read back by four readers, its WARC files by two, and the
# notebooks executed over them.
test-data: build $(VENV)/.installed .tools/system ## Tables, WARC files and notebooks of the demo
	FRAMEWATCH_BIN=$(abspath $(BIN)) $(PY) -m unittest discover -v -s notebooks/tests -t notebooks

# What others make of the tables: engines that read them through a catalogue, and
# the validators of packages.
test-share: build $(SHARE)/.installed ## Catalogues, exports and packages, read by others' tools
	FRAMEWATCH_BIN=$(abspath $(BIN)) $(SHARE)/bin/python -m unittest discover -v -s scale/tests -t scale

test-eval: build $(VENV)/.installed ## Accuracy against the pinned floors, where the evaluation sets are
	@if [ -n "$$FRAMEWATCH_EVAL" ]; then go run ./internal/eval -bin $(BIN) -python $(PY) -check; \
	else echo "no evaluation sets at $(EVAL): accuracy floors are not checked"; fi

eval: build $(VENV)/.installed ## Measure accuracy and print it beside the goals
	@if [ -n "$$FRAMEWATCH_EVAL" ]; then go run ./internal/eval -bin $(BIN) -python $(PY); \
	else echo "no evaluation sets at $(EVAL); set EVAL=DIR"; fi

bench: build ## Ratios against peers and floors, measured in the same run
	go test -run '^$$' -bench . -benchtime 3x ./...

soak: build ## Long tests: many kills and losses of power, a year of nights, 100,000 documents, fuzzing
	FRAMEWATCH_KILLS=20 go test -count 1 -timeout 60m ./crawl/... ./internal/pipeline/...
	FRAMEWATCH_KILLS=100 go test -count 1 -timeout 60m -run Killed ./cmd/framewatch
	FRAMEWATCH_NIGHTS=200 go test -count 1 -timeout 60m -v -run ThroughFaults ./cmd/framewatch
	FRAMEWATCH_NIGHTS=365 go test -count 1 -timeout 240m -v ./internal/nights
	FRAMEWATCH_SOAK=10 go test -count 1 -timeout 60m ./store/... ./nlp/rendering
	FRAMEWATCH_BENCH_DOCS=100000 go test -run '^$$' -bench AgainstDuckDB -benchtime 1x -timeout 60m ./compare
	FRAMEWATCH_BENCH_DOCS=100000 go test -run '^$$' -bench . -benchtime 3x -timeout 60m ./explore/search
	FRAMEWATCH_BENCH_DOCS=100000 go test -run '^$$' -bench "Night|Report" -benchtime 1x -timeout 180m ./cmd/framewatch
	./.ci/fuzz 60s

# 100 kills over workers and server, the hostile catalogue and other crawls of the
# tests with their state on a server, and its cost. Starts and stops the server itself.
scale-postgres: .tools/system ## Crawls of several processes on PostgreSQL: many kills, the hostile catalogue, cost and gain
	FRAMEWATCH_NEEDS_POSTGRES=1 FRAMEWATCH_SCALE=1 go test -count 1 -timeout 30m -v -run 'PostgresKills' ./crawl
	FRAMEWATCH_NEEDS_POSTGRES=1 FRAMEWATCH_TEST_FRONTIER=1 go test -count 1 -timeout 30m -run 'Hostile|Floods|Outcomes|Known|Resumed' ./crawl
	FRAMEWATCH_NEEDS_POSTGRES=1 go test -run '^$$' -bench Postgres -benchtime 3x ./crawl
	FRAMEWATCH_NEEDS_POSTGRES=1 go test -run '^$$' -bench Together -benchtime 1x ./crawl

# Invented hosts on the loopback address and invented datasets, each measured in a
# process of its own; by CPU time, and by the clock where a run only waits. Linux.
scale-plan: build ## Measure unit costs anew, and write docs/scale.md from them
	go run ./internal/scaleplan -bin $(BIN)
	go run ./internal/scaleplan -page

# Spark and its workers are processes of this machine, which pyspark brings along but
# for Java (17 or 21), and which end with it. Takes a quarter of an hour on two cores.
scale-spark: build $(SPARK)/.installed ## Extraction and annotation on a Spark cluster: many kills, tables compared, its cost
	@java -version 2>/dev/null || { echo "Spark needs Java 17 or 21 (Debian: apt-get install openjdk-17-jre-headless)"; exit 1; }
	go build -o $(dir $(BIN))s3 ./store/disk/bucket/s3test/serve
	$(SPARK)/bin/python scale/spark/check.py --framewatch $(abspath $(BIN)) --bucket $(abspath $(dir $(BIN))s3)

generate: ## Write the files that are made from code
	go run ./internal/generate
	go run ./internal/generate # the second run sees the schemas of the first
	go test ./cmd/framewatch -run TestReference -update

lint: .tools/golangci-lint-$(GOLANGCI_VERSION) ## Format, vet, linters and licences
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "not formatted:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	$< run --allow-parallel-runners ./...
	go mod tidy -diff
	go run ./internal/licences
	go run ./internal/generate -check

.tools/golangci-lint-$(GOLANGCI_VERSION):
	mkdir -p .tools
	GOBIN=$(abspath .tools) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	mv .tools/golangci-lint $@

.tools/nfpm-$(NFPM_VERSION):
	mkdir -p .tools
	GOBIN=$(abspath .tools) go install github.com/goreleaser/nfpm/v2/cmd/nfpm@$(NFPM_VERSION)
	mv .tools/nfpm $@

# Only files whose digests the locks have. A few packages come as source alone, and are
# built by the setuptools that pip fetches for it.
PIP := -m pip install --quiet --disable-pip-version-check --require-hashes

$(VENV)/.installed: notebooks/requirements.lock
	python3 -m venv $(VENV)
	$(PY) $(PIP) -r $<
	touch $@

$(SHARE)/.installed: scale/requirements.lock
	python3 -m venv $(SHARE)
	$(SHARE)/bin/python $(PIP) -r $<
	touch $@

$(SPARK)/.installed: scale/spark/requirements.lock
	python3 -m venv $(SPARK)
	$(SPARK)/bin/python $(PIP) -r $<
	touch $@

lock: .tools/uv-$(UV_VERSION) ## Write the locks of the Python packages anew, after a change of requirements.txt
	for dir in notebooks scale scale/spark; do $</bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $$dir/requirements.txt -o $$dir/requirements.lock; done

.tools/uv-$(UV_VERSION):
	python3 -m venv $@
	$@/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: uv==$(UV_VERSION)

# A C compiler for the race detector, Chromium for the browser test, PostgreSQL for
# its crawl frontier, and fonts with Chinese and Arabic for charts. Without them the tests that need them say so.
.tools/system: .ci/system
	mkdir -p .tools
	.ci/system
	touch $@

# Not part of the tests: what is known today was not known yesterday.
vuln: ## Ask Go's database of known vulnerabilities, for what the program calls
	go run golang.org/x/vuln/cmd/govulncheck@$(VULN_VERSION) ./...

clean: ## Remove what was built and installed here
	rm -rf bin demo dist .venv .venv-share .venv-spark .tools
