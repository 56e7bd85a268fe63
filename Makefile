# Short names for what is typed often. They use the environment that is active.
.PHONY: check test golden wheel bench conformance

check: ; ruff check . && ruff format --check . && mypy && handout check

test: ; pytest

golden: ; pytest --golden && git diff --stat -- tests/golden

conformance: ; .ci/fetch-verapdf && CI=true pytest -m conformance

wheel: ; python -m build

bench: ; python -m bench
