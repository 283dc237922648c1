"""Every diagnostic code: number, sentence and next step, in Chinese and English. A number is never reused."""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    message: dict[str, str]
    hint: dict[str, str]


def _code(zh: str, en: str, hint_zh: str, hint_en: str) -> Code:
    return Code({"zh": zh, "en": en}, {"zh": hint_zh, "en": hint_en})


CODES: dict[str, Code] = {
    # 1xx: reading the text
    "E101": _code(
        "这里看不懂 “{got}”",
        'cannot read "{got}" here',
        "{expected}",
        "{expected}",
    ),
    "E102": _code(
        "这一行的缩进与上面任何一层都对不齐",
        "the indentation of this line matches no level above it",
        "每深一层多缩进两个空格；同一层的各行左端对齐",
        "indent by two spaces a level and align lines of one level",
    ),
    "E103": _code(
        "引号 {got} 没有配对的另一半",
        "the quotation mark {got} has no partner on this line",
        "在同一行补上 {partner} ；文字里面另有引号的，外面用 「」",
        "close it with {partner} on the same line; around a text with quotation marks of its own, use 「」",
    ),
    "E104": _code(
        "日历上没有 “{got}” 这一天",
        'the calendar has no day "{got}"',
        "改成存在的日期，例如 2020年2月29日",
        "write an existing date, such as 2020-02-29",
    ),
    "E105": _code(
        "金额 “{got}” 精确到分，小数点后最多两位",
        'money "{got}" is exact to the fen: at most two decimals',
        "写成例如 5360.00元；取整写在公式后面：“，四舍五入到分”",
        'write for example 5360.00 yuan; write rounding after the formula: "rounded to fen"',
    ),
    "E106": _code(
        "“{got}” 不能作为一条语句的开头",
        'a statement cannot begin with "{got}"',
        "{suggestion}",
        "{suggestion}",
    ),
    "E107": _code(
        "标题有误：{problem}",
        "faulty heading: {problem}",
        "每个文件以一行标题开头，例如 “# 第三条  参加社会保险”",
        'begin each file with one heading line, such as "# Section 3  title"',
    ),
    "E108": _code(
        "“{got}” 是关键字，不能当名字用",
        '"{got}" is a keyword and cannot be a name',
        "这里要写名字或值；名字与关键字相同的，加上说明它的词",
        "a name or a value is needed here; add a word to a name that equals a keyword",
    ),
    "E109": _code(
        "规则里不能用字符 “{got}”",
        'the character "{got}" has no meaning in a rule',
        "{suggestion}",
        "{suggestion}",
    ),
    "E110": _code(
        "“{word}” 后面缺少冒号",
        'a colon is missing after "{word}"',
        "{advice}",
        "{advice}",
    ),
    "E111": _code(
        "“{word}” 下面没有缩进的条目",
        'no indented items follow "{word}"',
        "下一行起多缩进两格，每项以 “-” 开头",
        'indent the next lines by two more spaces and begin each item with "-"',
    ),
    "E112": _code(
        "{problem}",
        "{problem}",
        "{advice}",
        "{advice}",
    ),
    "E113": _code(
        "“{line}” 不能写在 “{statement}” 里",
        'a line "{line}" does not belong in "{statement}"',
        "{suggestion}",
        "{suggestion}",
    ),
    "E114": _code(
        "“{line}” 在这条语句里写了两次",
        '"{line}" stands twice in this statement',
        "只保留一行；多个值用 “、” 隔开",
        'keep one line; separate several values with ","',
    ),
    "E115": _code(
        "“{statement}” 缺少 “{line}”",
        '"{statement}" lacks a line "{line}"',
        "补上一行 “{line} …”",
        'add a line "{line} …"',
    ),
    "E116": _code(
        "条目以 “-” 开头，但上面没有 “同时符合：” 一类的行",
        'an item begins with "-", but no line such as "all of:" stands above it',
        "在上面加一行 “同时符合：” 或 “符合其一：”，条目再缩进两格",
        'add a line "all of:" or "any of:" above and indent the items by two more spaces',
    ),
    "E117": _code(
        "这一行写完了，后面却还有 “{got}”",
        'the line is complete, yet "{got}" follows',
        "一行只写一个条件；多个条件用 “且” “或” 连接，或者分行列在 “同时符合：” 下面",
        'one condition a line; join several with "and" or "or", or list them below "all of:"',
    ),
    "E118": _code(
        "这一行没有写完",
        "the line is not complete",
        "{expected}",
        "{expected}",
    ),
    "E119": _code(
        "例外 “{name}” 没有写结果",
        'the exception "{name}" has no result',
        "在 “若” 下面写这时的值、公式或块；只取消一般规定的，写一行 “恢复”",
        'below "if", write the value, formula or block that then holds, or "reinstated" if the rule is only taken away',
    ),
    "E120": _code(
        "管整个文件的 “{line}” {problem}",
        '"{line}" for the whole file {problem}',
        "在标题下面、引文和规则上面写一行；只管一条语句的，写在那条语句里，缩进两个空格",
        "write one such line, below the heading and above everything else; "
        "for one statement, write it inside, indented by two spaces",
    ),
    # 2xx: names
    "E201": _code(
        "没有叫 “{got}” 的事实、定义或参数",
        'no fact, definition or parameter is called "{got}"',
        "{suggestion}",
        "{suggestion}",
    ),
    "E202": _code(
        "“{got}” 里像是少了空格",
        '"{got}" seems to lack spaces',
        "写成 “{split}”",
        'write "{split}"',
    ),
    "E203": _code(
        "“{got}” 已经定义过",
        '"{got}" is declared twice',
        "给其中一个换名，或者删去重复的一条",
        "rename one of them, or remove the duplicate",
    ),
    "E204": _code(
        "“{got}” 是{kind}，不能用在这里",
        '"{got}" is a {kind} and cannot stand here',
        "这里要写事实、定义或参数的名字",
        "name a fact, a definition or a parameter here",
    ),
    "E205": _code(
        "没有声明读法 “{got}”",
        'no reading "{got}" is declared',
        "{suggestion}",
        "{suggestion}",
    ),
    "E206": _code(
        "读法 {reading} 没有选项 “{got}”",
        'reading {reading} has no alternative "{got}"',
        "可用的选项：{known}",
        "alternatives: {known}",
    ),
    "E207": _code(
        "规则绕成了圈：{path}",
        "the rules go round in a circle: {path}",
        "删去或改写其中一处引用，使每个定义最终只依赖事实；例外的结果里也不能用它所针对的定义",
        "remove or rewrite one of these references, so that every definition rests on facts; "
        "nor can an exception use what it is an exception to",
    ),
    "E208": _code(
        "没有 “{got}” 这种拒绝理由",
        'no refusal kind is called "{got}"',
        "可用的：{known}",
        "use one of {known}",
    ),
    "E209": _code(
        "“{got}” 不在可用的取值里",
        '"{got}" is not one of the values',
        "可用的取值：{known}",
        "values: {known}",
    ),
    "E210": _code(
        "“{line}” 不能是 “{got}”",
        '"{line}" cannot be "{got}"',
        "可用的：{known}",
        "use one of {known}",
    ),
    "E211": _code(
        "读法 {reading} 已声明不可计算，不能用来切换规则",
        "reading {reading} is declared not computable and cannot switch a rule",
        "删去这里的 “按 {reading}”，或者改掉读法里的 “不可计算”",
        'remove "under {reading}" here, or the "not computable" of the reading',
    ),
    "E212": _code(
        "“{got}” 的两个版本在{day}同时施行",
        'two versions of "{got}" are both in force on {day}',
        "{advice}",
        "{advice}",
    ),
    "E213": _code(
        "例外 “{got}” 没有说明是哪条规则的例外",
        'the exception "{got}" does not say to which rule it is one',
        "第一行写成 “例外 {got} 针对 规则名”，或者在那条规则里写 “受限于 {got}”",
        'begin it with "exception {got} to" and the rule, or write "subject to {got}" in the rule',
    ),
    "E214": _code(
        "“{got}” {problem}",
        '"{got}" {problem}',
        "{advice}",
        "{advice}",
    ),
    "E215": _code(
        "例外 “{first}” 和 “{second}” 可能同时成立，结果却不同",
        'the exceptions "{first}" and "{second}" can both hold, and give different results',
        "说明哪一个优先，例如在 “{second}” 里写一行 “尽管 {first}”；或者改条件，使两个不会同时成立",
        'say which prevails, for example with a line "notwithstanding {first}" in "{second}"; '
        "or change their conditions so that they cannot both hold",
    ),
    "E216": _code(
        "例外绕成了圈：{path}",
        "the exceptions go round in a circle: {path}",
        "前一个是后一个的例外；删去其中一处 “针对”“尽管” 或 “受限于”",
        'each is an exception to the next; remove one "to", "notwithstanding" or "subject to"',
    ),
    "E217": _code(
        "“{got}” 是几条规则的例外，这些规则的结果类型不同，或者说的不是同样的记录",
        '"{got}" is an exception to rules whose results are of different types, or that speak of different records',
        "给每一条规则各写一个例外",
        "write one exception for each of the rules",
    ),
    # 3xx: kinds
    "E301": _code(
        "这里要 “{expected}” 类的值，写的却是 “{got}” 类的",
        "{expected} is needed here, but this is {got}",
        "{suggestion}",
        "{suggestion}",
    ),
    "E302": _code(
        "{left}与{right}不能比较",
        "{left} and {right} cannot be compared",
        "两边要是同一类的值：金额写成 5360.00元，日期写成 2021-12-31，百分比写成 1%",
        "both sides must be of one kind; write money as 5360.00 yuan, a date as 2021-12-31, a percentage as 1%",
    ),
    "E303": _code(
        "{left}与{right}不能做 “{op}” 运算",
        '"{op}" does not work on {left} and {right}',
        "{suggestion}",
        "{suggestion}",
    ),
    "E304": _code(
        "这个金额可能不是整分，没有写怎样取整",
        "this amount may be a fraction of a fen, and no rounding is written",
        "在公式后写 “，四舍五入到分”、“，舍去到分” 或 “，进一到分”",
        'add "rounded to fen", "rounded down to fen" or "rounded up to fen"',
    ),
    "E305": _code(
        "“{name}” 没有写规则",
        '"{name}" has no rule',
        "在声明下面写条件、公式或 “同时符合：” 块",
        'write a condition, a formula or an "all of:" block below',
    ),
    "E306": _code(
        "“{name}” 有两个规则正文",
        '"{name}" has two bodies',
        "合成一个；随读法变化的写成 “按 R 甲：…” “按 R 乙：…”",
        'make them one; where a reading decides, write "under R A: …" and "under R B: …"',
    ),
    "E307": _code(
        "“分情况” 最后缺少 “否则：…”",
        'the cases lack a last "otherwise: …"',
        "补上一行 “- 否则：…”，这样每种情况都有结果",
        'add a line "- otherwise: …", so that every case has a result',
    ),
    "E308": _code(
        "日期和年月不能直接比较",
        "a date and a year-month cannot be compared",
        "把日期换成年月：“所在月（日期）”；或者把年月换成日期：“首日（年月）”“末日（年月）”",
        'turn the date into a year-month, "month of (date)", '
        'or the year-month into a date, "first day of (month)" or "last day of (month)"',
    ),
    "E309": _code(
        "{problem}",
        "{problem}",
        "{advice}",
        "{advice}",
    ),
    "E310": _code(
        "读法 {reading} 的各选项没有写全：缺 {got}",
        "the alternatives of reading {reading} are incomplete: {got} is missing",
        "补上一行 “按 {reading} {got}：…”",
        'add a line "under {reading} {got}: …"',
    ),
    "E311": _code(
        "{line}不能是{got}",
        "a {line} cannot be {got}",
        "可以是：是否、整数、小数、百分比、金额、日期、年月、选项；事实还可以是记录",
        "it may be yes_no, integer, decimal, percent, money, date, year_month or enum, and a fact also records",
    ),
    "E312": _code(
        "“{got}” 说的是 “{records}” 里的一条记录，这里没有指明是哪一条",
        '"{got}" is about one record of "{records}", and no record is spoken of here',
        "写进 “存在（{records}：…）”“合计（{records}：…）” 之类的括号里；"
        "定义本身就是说每一条记录的，给它写一行 “每一 {records}”",
        'put it inside "some ({records}: …)", "total ({records}: …)" or the like; '
        'if the definition is about each record, give it a line "each {records}"',
    ),
    "E313": _code(
        "这里不能用 “{got}”：{problem}",
        '"{got}" cannot stand here: {problem}',
        "{advice}",
        "{advice}",
    ),
    "E314": _code(
        "“{op}” 没有写要看每条记录的什么",
        '"{op}" does not say what to look at in each record',
        "加上冒号和{what}：“{op}（{records}：{what}）”；只有 “计数（{records}）” 可以不写",
        'add a colon and the {what}: "{op} ({records}: {what})"; only "count ({records})" can do without',
    ),
    "E315": _code(
        "没有节假日安排，算不了工作日",
        "working days cannot be counted without a calendar of public holidays",
        "写一条 “节假日 …” 语句：“覆盖” 哪些日子，其中哪些工作日 “放假”，哪些周末 “上班”",
        'write a statement "holidays …": the days that it "covers", the weekdays "closed", the weekend days "open"',
    ),
    "E316": _code(
        "{problem}",
        "{problem}",
        "各级从低到高写 “至 上限：比率”，最后一级写 “以上部分：比率”",
        'write the tiers from the lowest up, "to bound: rate", and last "beyond: rate"',
    ),
    "E317": _code(
        "不能取整到 0 的倍数",
        "one cannot round to multiples of 0",
        "写明取到多少的倍数，例如 “舍去到 10.00元”；精确到分写 “四舍五入到分”",
        "write of what the result is a multiple, "
        'as in "rounded down to 10.00 yuan"; "rounded to fen" is exact to the fen',
    ),
    "E318": _code(
        "“{got}” {problem}",
        '"{got}" {problem}',
        "{advice}",
        "{advice}",
    ),
    "E319": _code(
        "“{got}” 的两个版本不是同一类东西",
        'two versions of "{got}" are not the same sort of thing',
        "各个版本要同是定义或同是例外，类型、取值和 “每一” 也要相同；结果变了类型的，换一个名字",
        "versions are all definitions or all exceptions, with the same type, "
        'values and "each"; give a result of another type another name',
    ),
    "E320": _code(
        "起始日晚于终止日",
        "the first day is after the last",
        "{advice}",
        "{advice}",
    ),
    "E321": _code(
        "“{op}” 要 {count}，这里写了 {got} 个",
        '"{op}" takes {count}, and here it has {got}',
        "括号里的值用 “、” 隔开：删去多余的，补上缺少的",
        'separate the values in the parentheses with ",": remove those too many, add what is missing',
    ),
    "E322": _code(
        "参数的两行在{day}都有值",
        "two rows of the parameter have a value for {day}",
        "{advice}",
        "{advice}",
    ),
    "E323": _code(
        "从{first}到{last}{how_many}节假日安排",
        "{how_many} holiday calendar covers the days from {first} to {last}",
        "让这一条从{next}开始 “覆盖”；中间空缺的日子也可以另写一条 “节假日”",
        'let this one cover the days from {next} on; a gap may be filled by another statement "holidays"',
    ),
    "E324": _code(
        "这一天不在本条 “覆盖” 的日子里",
        'this day is not among those that the statement "covers"',
        "改正日子（例如年份），或者移到覆盖这一天的那条 “节假日” 里",
        'correct the day, perhaps its year, or move it to the statement "holidays" that covers it',
    ),
    "E325": _code(
        "“{got}” 不是 “{records}” 里一条记录的事实",
        '"{got}" is no fact about a record of "{records}"',
        "在它的声明里写上 “每一 {records}”；它是本人的事实的，移到记录外面单独写一行",
        'write "each {records}" where it is declared; '
        "if it is a fact of the person, give it a line of its own outside the records",
    ),
    # 4xx: the ledger
    "E401": _code(
        "引文与官方文本不同：官方文本此处是 “{official}”，引文是 “{quoted}”",
        'the quotation differs from the official text: it reads "{official}" there, here "{quoted}"',
        "照官方文本 source.txt 改正引文；法律文字一个字也不能改",
        "correct the quotation after source.txt; no character of the law may change",
    ),
    "E402": _code(
        "官方文本这一处没有被引用：“{official}”",
        'this part of the official text is not quoted: "{official}"',
        "在这里补上以 “>” 开头的引文",
        'quote it here with a line beginning ">"',
    ),
    "E403": _code(
        "这段引文没有规则，也没有注：“{text}”",
        'no rule and no note claims this text: "{text}"',
        "在引文下面写定义、规范等；没有独立效果的写 “注「为什么」”；还没编码的写 “未编码”",
        'write a rule below it; "note 「why」" if it has no effect of its own; "pending" if it is not yet encoded',
    ),
    "E404": _code(
        "这段文字还没有编码",
        "this text is not yet encoded",
        "写出它的规则或注，再删去 “未编码”；起草时可用 tiaoli check --draft",
        'write its rules or a note and remove "pending"; while drafting, use tiaoli check --draft',
    ),
    "E405": _code(
        "依据 “{got}” 不在上面的引文里",
        'the basis "{got}" does not occur in the quotation above',
        "从引文里原样复制一段",
        "copy the words from the quotation",
    ),
    "E406": _code(
        "依据 “{got}” 在上面的引文里出现 {count} 次",
        'occurrences of the basis "{got}" in the quotation above: {count}',
        "写长一点，或者写明 “依据「{got}」第2处”",
        'quote more, or say which: basis "{got}" no. 2',
    ),
    "E407": _code(
        "{problem}",
        "{problem}",
        "检查 about.toml 的 files 与文件夹里的文件名",
        "compare files in about.toml with the names in the folder",
    ),
    "E408": _code(
        "引文里有官方文本没有的文字：“{quoted}”",
        'the official text has no such words: "{quoted}"',
        "删去多出的文字；官方文本改了的，先改 source.txt",
        "remove what is too much; if the law has changed, change source.txt first",
    ),
    "E409": _code(
        "“{name}” 上面没有引文，不知道它出自哪里",
        '"{name}" stands below no quotation, so its source is unknown',
        "把它移到相应的 “> …” 引文下面",
        'move it below the quotation (a line "> …") that it encodes',
    ),
    # 5xx: examples
    "E501": _code(
        "样例 “{example}” 不成立：{name} 应为 “{expected}”，算得 “{got}”",
        'example "{example}" fails: {name} should be {expected}, but is {got}',
        "先对照法律文字判断是样例错了还是规则错了，再改",
        "compare both with the law to see whether the example or the rule is wrong",
    ),
    "E502": _code(
        "样例 “{example}” 没有写评估日",
        'example "{example}" has no date',
        "加一行，例如 “评估日 2021-03-01”",
        'add a line such as "as_of 2021-03-01"',
    ),
    "E503": _code(
        "样例 “{example}” 的输入被拒绝：{got}",
        'the facts of example "{example}" are refused: {got}',
        "改正事实；如果本来就应拒绝，写 “预期 拒绝 {kind}：…”",
        'correct the facts, or write "expect refused {kind}: …" if refusal is right',
    ),
    # 6xx: static checks
    "W601": _code(
        "没有规则用到{kind} “{name}”",
        'no rule uses the {kind} "{name}"',
        "写出用到它的规则，或者删去它",
        "write the rule that needs it, or remove it",
    ),
    "W602": _code(
        "可计算的读法 {name} 没有出现在任何规则里",
        "the computable reading {name} appears in no rule",
        "在规则里写 “按 {name} 甲：… / 按 {name} 乙：…”，或者写明 “不可计算，因为「…」”",
        'write "under {name} A: … / under {name} B: …" in a rule, or "not computable because …"',
    ),
    "W604": _code(
        "“{name}” 没有英文",
        '"{name}" has no English',
        "加一行 “英文「…」”，否则英文页面上会出现中文",
        'add a line english "…", or the pages in English will show Chinese',
    ),
}
