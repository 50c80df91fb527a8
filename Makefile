# Two commands on a fresh machine do it all: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
JOBS ?= 3

.PHONY: install demo test check bench docs pictures lock clean

install: .venv/.installed

.venv/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	touch $@

demo: install
	$(BIN)/sunkitchen demo

test: install
	tests/services
	$(BIN)/pytest --numprocesses $(JOBS) --dist loadfile --cov --cov-report=
	$(BIN)/coverage report --skip-covered
	$(BIN)/coverage report --include='vision/rules/*,vision/looks.py,vision/geometry.py,records/*,cases/*' --fail-under=90

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install
	$(BIN)/sunkitchen bench tracker

docs: install
	$(BIN)/sunkitchen schema --out configs/schema.json
	$(BIN)/sunkitchen describe --out docs

pictures: install
	$(BIN)/python -m tests.desk.pictures

lock:
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf .venv .cache data out
