"""The words that the lint of citizens' texts looks for: negations, legal phrases with their plain words, and acts that
somebody has to do."""

from __future__ import annotations

import re

APART = re.compile(r"《[^》]*》|〔\d{4}〕\d+号")
"""Titles and numbers of documents."""

NEGATIONS = {
    "zh": re.compile("[不没未无非否勿莫]"),
    "en": re.compile(r"\b(?:no|not|never|none|nobody|nothing|neither|nor|cannot|without|\w+n[’']t)\b", re.IGNORECASE),
}
NOT_NEGATIONS = {
    "zh": re.compile(
        r"是否|否则|除非|不过|不断|不但|不仅|不妨|不管|不论|无论|非常|未来|不同|未知"
        r"|(\w{1,2})[不没](?=\1)|(?<=[有能会])没(?=有)"
    ),
    "en": re.compile(r"\b(?:not only|no matter|not yet answered|no\. \d)\b", re.IGNORECASE),
}
"""What looks like one: 有没有 asks, 不同 is no denial."""

PLAIN: dict[str, dict[str, str]] = {
    "zh": {
        "应当": "要",
        "予以": "给",
        "给予": "给",
        "不予": "不",
        "须": "要",
        "方可": "才能",
        "不得": "不能",
        "无需": "不用",
        "及时": "没有规定具体天数",
        "以上(?!（含|的部分)": "以上（含）",
        "以下(?=的?[人元岁])": "不到",
        "(?<![尤极])其(?![他它余中实次一])": "把名词再说一遍",
        "该(?=[项条款人单区机领])": "把名词再说一遍",
        "之日": "那天",
        "本办法|本条例|本规定|本通知": "这份文件",
        "前款|前项|上款|上述": "说清是哪一条",
        "相关|有关(?!系)": "说清是哪些",
        "凭(?![证单])": "按",
        "依据|依照|依法|依规": "按",
        "按规定|符合规定条件": "说清按哪一条",
        "逾期": "过了期限",
        "届满|期满": "到期",
        "情形": "情况",
        "视为": "算作",
        "(?<!不)适用(?!范围)": "用得上",
        "据此": "因此",
        "具有|具备": "有",
        "受理": "收下申请",
        "系指|系(?=由)": "是",
        "(?<![并而])且(?!慢)": "并且",
        "若(?!干)": "如果",
        "(?<!平)均(?![衡等摊匀])": "都",
        "尚未": "还没有",
        "评估日": "您问的那一天",
    },
    "en": {
        "shall": "must",
        "pursuant to": "under",
        "in accordance with": "by",
        "in respect of": "for",
        "with respect to": "about",
        "hereby|herein|hereof|hereto|thereof|therein|thereto|aforesaid": "say which",
        "notwithstanding": "even if",
        "prior to": "before",
        "subsequent to": "after",
        "in the event (?:of|that)": "if",
        "provided that": "if",
        "such(?= (?:person|application|permit|notice))": "the",
        "the (?:said|same)(?= (?:person|application|permit))": "the",
        "deemed": "treated as",
        "commence[sd]?": "start",
        "terminate[sd]?": "end",
        "utili[sz]e": "use",
        "ascertain": "find out",
        "forthwith": "at once",
        "inter alia": "among others",
        "as the case may be": "say which",
        "save (?:that|for|where)": "except",
        "in lieu of": "instead of",
        "pertaining to": "about",
        "be entitled to": "may",
        "the competent (?:authority|body|office)": "say who",
    },
}
"""Legal phrases (patterns), and what to say instead."""

LEGAL = {
    "zh": re.compile("|".join(PLAIN["zh"])),
    "en": re.compile(rf"\b(?:{'|'.join(PLAIN['en'])})\b", re.IGNORECASE),
}

_DONE = "认定|批准|审核|拒绝|撤销|终止|取消|列入|纳入|要求|视为|通知|受理|确认|登记|发放|收回"
_ACTS = (
    "decided|recogni[sz]ed|certified|granted|refused|withdrawn|served|told|informed|approved|rejected|issued|required"
)
ACTS = {
    "zh": re.compile(f"被(?:{_DONE})|(?:须|要|应)经(?:{_DONE})"),
    "en": re.compile(rf"\b(?:is|are|was|were|be|been|being) (?:\w+ly )?(?:{_ACTS})\b(?!.*\bby\b)", re.IGNORECASE),
}
"""Acts upon somebody, with nobody who does them."""
