POLICY := jing-ren-she-jiu-fa-2020-19
BY_LAW := port-merrow-2023-7
SITE   := build/site
VENV   := .venv
SPARK  := .venv-spark
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check
UV     ?= uv
HASHED := $(UV) pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 --generate-hashes \
          --custom-compile-command "make lock"
LOCK   := $(HASHED) pyproject.toml --group build

export PYTHONUTF8 := 1
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help guide test test-browser test-spark readability mutation lint format bench prove engines engines-sql bench-interview bench-scale bench-w1 gallery lock clean

help:  ## 列出全部目标 / list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1	\2/p' Makefile

guide: $(VENV)/.runtime  ## 检查规则，为样例人物作说明，写出网页 / check, explain a sample person, write the pages
	$(BIN)/tiaoli check $(POLICY)
	$(BIN)/tiaoli explain $(POLICY) --as-of 2021-10-15 --facts docs/sample-person.json --about 可以参加本市社会保险
	$(BIN)/tiaoli site $(POLICY) -o $(SITE)/$(POLICY) --as-of 2021-10-15 --facts docs/sample-person.json --about 可以参加本市社会保险
	$(BIN)/tiaoli check $(BY_LAW)
	$(BIN)/tiaoli explain $(BY_LAW) --lang en --as-of 2024-08-05 --facts docs/sample-resident.json --about charge_payable
	$(BIN)/tiaoli site $(BY_LAW) -o $(SITE)/$(BY_LAW) --as-of 2024-08-05 --facts docs/sample-resident.json --about charge_payable
	@echo
	@echo "网页在 / the pages are in: $(CURDIR)/$(SITE)/$(POLICY)/index.html"
	@echo "虚构的英文条例 / a fictional by-law in English: $(CURDIR)/$(SITE)/$(BY_LAW)/index.html"

test: lint  ## 全部检查与测试 / every check and test
	$(BIN)/python -m pytest -n auto

test-browser: $(VENV)/.dev  ## 用真的浏览器走一遍网页（要 chromium）/ go through the pages in a real browser (needs chromium)
	$(BIN)/python -m pytest tests/browser $(ARGS)

test-spark: $(VENV)/.dev $(SPARK)/.ready  ## 在 Spark 里核对 SQL 查询（要 Java，450 MB）/ check the SQL query in Spark (needs Java, 450 MB)
	TIAOLI_SPARK=$(SPARK)/bin/python $(BIN)/python -m pytest tests/spark -s $(ARGS)

readability: $(VENV)/.dev  ## 量一量给群众看的文字 / measure the texts that citizens read
	$(BIN)/python -m tests.readability

mutation: $(VENV)/.dev  ## 说明的核对：能查出多少假话 / how many falsehoods the checker of explanations finds out
	$(BIN)/python -m tests.mutation

lint: $(VENV)/.dev  ## 静态检查 / static checks only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/tiaoli fmt --check policies/*/*.tiao

format: $(VENV)/.dev  ## 排版 Python 与规则文件 / format Python and rule files
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .
	$(BIN)/tiaoli fmt policies/*/*.tiao

bench: $(VENV)/.runtime  ## 测速 / measure speed
	$(BIN)/python bench/run.py

bench-scale: $(VENV)/.runtime  ## 条文多到一万条时，时间和内存怎样增长 / how time and memory grow up to 10,000 articles
	$(BIN)/python bench/scale.py $(ARGS)

bench-w1: $(VENV)/.dev  ## 与别的工具并排测速，写 docs/bench（要 ../shared）/ beside other tools, writes docs/bench (needs ../shared)
	$(BIN)/python bench/w1.py --verify $(or $(VERIFY),1000000) --rounds $(or $(ROUNDS),3) $(ARGS)

prove: $(VENV)/.dev  ## 用求值器核对大量解释（要几个小时，可以中断再接着做）/ check explanations by the evaluator (takes hours, can be taken up again)
	$(BIN)/python bench/prove.py $(ARGS)

engines: $(VENV)/.dev  ## 用求值器核对网页里的引擎，一百万次（很久）/ check the engine of the pages by the evaluator (long)
	$(BIN)/python bench/engines.py 1000000 $(ARGS)
	$(BIN)/python bench/engines_reasons.py 20000 $(ARGS)
	$(BIN)/python bench/engines_changes.py 20000

engines-sql: $(VENV)/.dev  ## 用求值器核对 SQL 查询，一万人（要 PostgreSQL）/ check the SQL query by the evaluator, 10,000 people (needs PostgreSQL)
	$(BIN)/python bench/engines_sql.py 10000 $(ARGS)

bench-interview: $(VENV)/.runtime  ## 数一数一问一答要问几个问题（一刻钟）/ count the questions of interviews (a quarter of an hour)
	$(BIN)/python bench/interview.py $(ARGS)

gallery: $(VENV)/.dev  ## 重新生成解释样例 / write docs/gallery anew
	$(BIN)/python -m tests.gallery

lock:  ## 重写依赖锁定文件（需要 uv）/ renew the pinned requirements (needs uv)
	$(LOCK) --upgrade -o requirements.txt
	$(LOCK) --upgrade --group dev -c requirements.txt -o requirements-dev.txt
	$(HASHED) --upgrade --group pyproject.toml:spark -o requirements-spark.txt

clean:  ## 删除环境、产物与缓存 / remove the environment, what was built, and caches
	rm -rf $(VENV) $(SPARK) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp says that a step is done; a second run finds it and goes straight on.

$(VENV)/.created:
	@found=; old=; \
	for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  old=$$python; \
	  "$$python" -c 'import ensurepip, venv' 2>/dev/null || continue; \
	  found=$$python; break; \
	done; \
	if [ -z "$$old" ]; then \
	  echo "需要 Python 3.11 或更高版本；请安装后重试，或用 make PYTHON=路径 指定。" >&2; \
	  echo "Python 3.11 or newer is needed; install it, or name one with make PYTHON=PATH." >&2; exit 1; \
	elif [ -z "$$found" ]; then \
	  echo "$$old 缺少 venv 模块；在 Debian 或 Ubuntu 上请安装 python3-venv。" >&2; \
	  echo "$$old lacks the venv module; on Debian or Ubuntu install python3-venv." >&2; exit 1; \
	fi; \
	echo "正在准备环境 / setting up $(VENV) ($$found) …"; \
	"$$found" -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.created requirements.txt pyproject.toml
	$(PIP) --require-hashes -r requirements.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt
	$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

$(SPARK)/.ready: $(VENV)/.created requirements-spark.txt
	$(BIN)/python -m venv $(SPARK)
	$(SPARK)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.txt
	@touch $@
