"""The fixed words of a screening's summary."""

from __future__ import annotations

from compiler.program import Text

KINDS: dict[str, Text] = {
    "yes": Text("符合", "yes"),
    "no": Text("不符合", "no"),
    "value": Text("有结果", "has a result"),
    "unknown": Text("还不知道", "not known yet"),
    "not_applicable": Text("用不上", "does not apply"),
    "not_in_force": Text("还没有施行", "not in force yet"),
    "no_longer_in_force": Text("已经失效", "no longer in force"),
}
"""How an answer counts, in the order of columns."""

UI: dict[str, Text] = {
    "heading": Text("政策找人：汇总", "Screening: summary"),
    "day": Text("评估日", "Day asked about"),
    "each_own": Text("每行各有一天", "each row has its own"),
    "rows": Text("多少行", "How many rows"),
    "in": Text("读入", "Read"),
    "out": Text("有结果", "With a result"),
    "rejected": Text("搁置", "Set aside"),
    "adds_up": Text("读入的行，要么有结果，要么搁置。", "Every row that was read has a result or was set aside."),
    "by_conclusion": Text("各项结论", "By conclusion"),
    "by_conclusion_note": Text(
        "每项结论一条，按答案分段。下面的表格说的是同样的内容。",
        "A bar for each conclusion, cut by answer; the table below says the same.",
    ),
    "conclusion": Text("结论", "Conclusion"),
    "nearly": Text("差一点", "Nearly"),
    "nearly_note": Text(
        "“差一点”：不符合，但最近的一条路上只有一个条件不符合，其余都符合。",
        "Nearly: a no, but on the nearest way a single condition fails and all others hold.",
    ),
    "by_condition": Text("差在哪个条件", "By condition"),
    "by_condition_note": Text(
        "每个条件一条：有多少次只差它。下面的表格说的是同样的内容。",
        "A bar for each condition: how often it alone stands in the way; the table below says the same.",
    ),
    "code": Text("代码", "Code"),
    "condition": Text("条件", "Condition"),
    "cite": Text("出处", "Where the law says so"),
    "fails": Text("不符合这个条件", "Fail it"),
    "alone": Text("只差这个条件", "Lack it alone"),
    "of_no": Text("不符合的行数：", "Rows with a no: "),
    "by_missing": Text("缺哪些事实", "By missing fact"),
    "by_missing_note": Text(
        "每项事实一条：有多少个答案因为缺它而定不下来。下面的表格说的是同样的内容。",
        "A bar for each fact: how many answers are open for want of it; the table below says the same.",
    ),
    "fact": Text("事实", "Fact"),
    "count": Text("多少", "How many"),
    "of_unknown": Text("还不知道的行数：", "Rows not known yet: "),
    "by_group": Text("分组", "By group"),
    "no_group": Text("（空）", "(empty)"),
    "small_note": Text(
        "1 到 4 的格不显示（<5）；能由总数推算出来的格也不显示（×）。",
        "Cells from 1 to 4 are not shown (<5), nor is any from which one of them could be worked out (×).",
    ),
    "by_reject": Text("为什么搁置", "Why rows were set aside"),
    "reason": Text("原因", "Reason"),
    "reject_note": Text(
        "一行可以有几个原因。每一格的原文在搁置文件里。",
        "A row can have several reasons. Each cell as received is in the file of rejects.",
    ),
    "by_reading": Text("另一种读法会改变多少", "What other readings would change"),
    "reading": Text("读法", "Reading"),
    "nothing": Text("没有变化", "nothing"),
    "same": Text("用文字说一遍", "The same in words"),
    "none": Text("没有。", "None."),
    "comma": Text("，", ", "),
    "disclaimer": Text(
        "这是按规则算出的结果，不是机关的决定。",
        "This was computed from rules and is no official decision.",
    ),
}
