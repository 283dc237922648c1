"""The fixed words of an explanation's pages."""

from __future__ import annotations

from compiler.program import Text

SEE_ABOVE = Text("上面已经说明", "explained above")

UI: dict[str, Text] = {
    "see_above": SEE_ABOVE,
    "colon": Text("：", ": "),
    "semicolon": Text("；", "; "),
    "comma": Text("，", ", "),
    "stop": Text("。", "."),
    "space": Text("", " "),
    "list": Text("、", ", "),
    "dash": Text("。", " – "),
    "open": Text("（", " ("),
    "close": Text("）", ")"),
    "yours": Text("您的情况", "Yours"),
    "needed": Text("要求", "Required"),
    "met_too": Text("已经符合", "Already met"),
    "depends": Text("要看", "it depends on"),
    "why_yes": Text("为什么", "Why"),
    "why_no": Text("差在哪里", "What is lacking"),
    "why_na": Text("为什么用不上", "Why it does not apply"),
    "why_value": Text("怎么得出的", "How this came about"),
    "given": Text("前提", "Conditions"),
    "chosen": Text("按这些条件选出结果", "What chose the result"),
    "missing": Text("还差什么", "What is missing"),
    "hint": Text("提示", "Hint"),
    "amount": Text("怎么算的", "How it was computed"),
    "formula": Text("算法", "Formula"),
    "before": Text("先算", "First"),
    "law": Text("法律依据", "Legal basis"),
    "law_too": Text("例外的依据", "Basis of the exception"),
    "read": Text("看原文", "read the text"),
    "law_note": Text("以下是原文，一字未改。", "These are the law's own words."),
    "law_note_zh": Text("以下是原文，一字未改。", "These are the law's own words, in Chinese."),
    "readings": Text("原文有两种理解的地方", "Where the text can be read in two ways"),
    "adopted": Text("这里采用", "Adopted here"),
    "switched": Text("您选了另一种", "You chose the other"),
    "because": Text("理由", "Why"),
    "other": Text("另一种", "The other"),
    "consequence": Text("差别", "What differs"),
    "settled_by": Text("谁可以明确", "Who can settle it"),
    "remarks": Text("请注意", "Please note"),
    "trace": Text("全部条件", "All conditions"),
    "trace_note": Text(
        "从结论到每一个条件，和它们的结果。", "From the conclusion to every condition, with each result."
    ),
    "picture": Text("一图看懂", "In one picture"),
    "in_words": Text("图里的内容，用文字说一遍", "The same in words"),
    "caveats": Text("提醒", "Caution"),
    "instrument": Text("依据的文件", "Document"),
    "day": Text("所问的日子", "Day asked about"),
    "disclaimer": Text(
        "这是按规则算出的说明，不是机关的决定。最终结果请向经办机构确认。",
        "This was computed from rules and is no official decision. Please confirm with the competent office.",
    ),
}
