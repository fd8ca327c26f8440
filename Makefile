# Every target prepares .venv when it is missing or the dependencies changed. Another Python: make test PYTHON=python3.13

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# Tests wait for a town's clock more than they compute: two workers a core (`auto`) end a third sooner than one.
WORKERS ?= auto
export PYTEST_XDIST_AUTO_NUM_WORKERS ?= $(shell $(PYTHON) -c 'import os; print(2 * (os.cpu_count() or 1))')

.DEFAULT_GOAL := help
.PHONY: help demo test coverage long chaos check house bench bench-reader screenshots clean

help: ## показать эти цели
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY) ## город в коробке и бот в нём: без токена и без сети
	@$(BIN)/otklik demo $(ARGS)

# Files in the order of the tree, not the fullest first: a file of the page's or of a story has few tests and takes minutes.
test: $(READY) ## все тесты
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# What must not be lost, and who may do what: every branch of it.
WHOLE := bot/storage/delivery/*,bot/telegram/incoming/*,bot/delivery/card_in_chat.py,bot/delivery/channel.py,bot/delivery/courier.py
WHOLE := $(WHOLE),bot/delivery/heart.py,bot/delivery/invitation_codes.py,bot/delivery/plain.py,bot/delivery/quiet_hours.py
WHOLE := $(WHOLE),bot/delivery/reminder_messages.py,bot/delivery/send_rate.py,bot/delivery/settling.py,bot/delivery/shown_words.py
WHOLE := $(WHOLE),bot/delivery/sound_budget.py,bot/delivery/undelivered.py,incidents/delivery.py,incidents/outbox_message.py
WHOLE := $(WHOLE),incidents/lifecycle.py,incidents/answers/lifecycle.py,incidents/rights.py,incidents/card_rights.py,incidents/role_rights.py,incidents/audience.py
WHOLE := $(WHOLE),incidents/recipients.py,incidents/desk/act.py,incidents/acts/readers.py,handlers/reading_gate.py

coverage: $(READY) ## пороги покрытия: всё ≥ 90 %, incidents ≥ 98 %, очереди, права и жизнь инцидента 100 % ветвей; истории и страница не в счёт
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --cov --cov-report=term:skip-covered --cov-fail-under=90 tests/unit tests/edges
	$(BIN)/coverage report --include='incidents/*' --fail-under=98 --format=total
	$(BIN)/coverage report --include='$(WHOLE)' --fail-under=100 --show-missing --skip-covered

long: $(READY) ## то, что в make test не помещается: сутки всех сетей со сбоями, десять тысяч нажатий, весь день города
	$(BIN)/python -m pytest -m long tests/long
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m long --ignore tests/long

KILLS ?= 25
LAYOUT ?= sqlite
SEED ?= 1

chaos: $(READY) ## убивать бота на ходу и сверить, что ничего не потеряно: make chaos KILLS=25 LAYOUT=sqlite|postgres|postgres-parts|postgres-twice
	@$(BIN)/python -m tests.chaos --kills $(KILLS) --layout $(LAYOUT) --seed $(SEED) $(ARGS)

check: $(READY) ## форматирование, правила, типы, границы пакетов; тесты отдельно: make test
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

house: $(READY) ## порядок в дереве: меры, их пределы и цель
	@$(BIN)/python -m tests.kit.house

SIZE ?= full
ENGINE ?= sqlite

bench: $(READY) ## скорость всего одной таблицей: make bench SIZE=small|full ENGINE=sqlite|postgres ARGS='--only presses'
	@$(BIN)/python -m benchmarks.bench --size $(SIZE) --engine $(ENGINE) $(ARGS)

bench-reader: $(READY) ## качество читателя на незнакомых авторах: make bench-reader DATA=папка с размеченными файлами; без неё ARGS='--only streams'
	$(BIN)/python benchmarks/bench_reader.py $(if $(DATA),--data $(DATA)) $(ARGS)

screenshots: $(READY) ## снять картинки для README с работающего демо (нужен Chromium)
	@$(BIN)/python docs/screenshots.py

clean: ## убрать .venv и всё временное
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage dist build

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Нужен Python 3.11 или новее: make PYTHON=python3.13 …")'
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@echo "Готовлю $(VENV), первый раз это минута-другая…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $(READY)
