"""Hostile strings, and a small policy in which any text may be one of them."""

from __future__ import annotations

import json
from pathlib import Path

STRINGS: tuple[str, ...] = (
    # scripts
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>", "<script\x0c>alert(1)</script >", "<<script>alert(1);//<</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<script>alert(1)<!–</script>",
    # event handlers
    "<img src=x onerror=alert(1)>", "<img src=x:alert(alt) onerror=eval(src) alt=1>", "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>", "<input autofocus onfocus=alert(1)>", "<div onpointerover='alert(1)'>x",
    "<select onchange=alert(1)><option>x</select>", "<img/src/onerror=alert(1)>",
    # out of an attribute
    '" onmouseover="alert(1)', '"><script>alert(1)</script>', '" style="color:red" x="',
    '"/><img src=x onerror=alert(1)><x y="', "' onmouseover='alert(1)", "' style='color:red",
    "` onmouseover=`alert(1)", "x' autofocus onfocus='alert(1)' y='", "&quot; onmouseover=alert(1) x=&quot;",
    "&#34;&#62;&#60;img src=x&#62;", "'><img src=x onerror=alert(1)>", "/><svg onload=alert(1)>",
    " onclick=alert(1) ", "=''onload=alert(1)",
    # addresses
    "javascript:alert(1)", "java\tscript:alert(1)", "javascript&colon;alert(1)",
    "data:text/html,<script>alert(1)</script>", "<a href=javascript:alert(1)>x</a>", "<base href=//x.example/>",
    "<link rel=stylesheet href=//x.example>", "<meta http-equiv=refresh content=0>",
    "<iframe src=javascript:alert(1)>", "<form action=//x.example><button>x</form>",
    "<button formaction=javascript:alert(1)>x", "../../../etc/passwd", "%3Cscript%3Ealert(1)%3C/script%3E",
    "<img srcset='x 1x, y 2x'>",
    # SVG, MathML
    "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
    "<svg><use href='data:image/svg+xml,x#y'/></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><foreignObject><p>x</foreignObject></svg>", "<math><mtext></form><form><mglyph><style></math>",
    "<svg></p><style><a id='</style>'>", "<math href=javascript:alert(1)>x</math>", "</text></svg><img src=x>",
    "<svg><![CDATA[<img src=x>]]></svg>",
    # ends of what is around
    "</style><style>*{display:none}</style>", "</title><script>alert(1)</script>", "</textarea><script>1</script>",
    "</main></body></html>", "</p></li></ul></section></article>", "</details></summary>", "</template><template>",
    "</td></tr></table>", "</a></h1></header>", "<plaintext>", "<table><tr><td>", "<li><li>", "<frameset><frame>",
    # comments, CDATA, declarations
    "<!--", "-->", "<!-- <script>", "<!--><img src=x>-->", "<![CDATA[", "]]>", "<?xml version='1.0'?>",
    "<?php echo 1 ?>", "<!ENTITY x SYSTEM 'file:///etc/passwd'>", "<!-->", "<%= 7*7 %>", "<",
    # templates
    "{{ 7*7 }}", "{{ self.__init__.__globals__ }}", "{% raw %}", "{% include 'x' %}", "{# x", "#}", "${7*7}",
    "#{7*7}", "{{constructor.constructor('alert(1)')()}}", "%s%n%d%(x)s", "{0}{x.__class__}", "{label}{n}{}",
    "\\g<0>\\1", "$&$1",
    # entities
    "&lt;script&gt;", "&#60;img src=x&#62;", "&#x3c;b&#x3e;", "&", "&&;&#;&#x;", "&nbsp;&shy;", "&#xD800;",
    "\\u003cscript\\u003e", "\\x3cimg src=x\\x3e", "\\ud800",
    # CSS
    "url(javascript:alert(1))", "x;background:url(//x.example)", "}*{display:none}", "@import '//x.example';",
    "<div style=position:fixed;inset:0>x</div>",
    # characters that are not seen, or turn others round
    "a\u2028b", "a\u2029b", "\u202e)1(trela\u202c", "\u2066x\u2067y\u2069", "a\u200b<b>\u200d</b>", "\ufeff<b>x</b>",
    "a\u0085b", "a\x7fb", "a\ufffe\uffffb", "\U000e0041\U000e007f", "a\u0300\u0301\u0302\u0303", "\uff1cscript\uff1e",
    "\u02c2img src=x\u02c3", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "a\x0bb", "a\x1bb[31m", "a\x1cb", "a\x00b",
    # other languages of machines
    "'; DROP TABLE facts; --", "1' OR '1'='1", "'; alert(1); //", '"; alert(1); //', '"}]);alert(1);//',
    '\\"; alert(1); //', '","value":"x', '"""', "\\'; alert(1); //", "`${alert(1)}`", "\\", "x\\ny", "$(rm -rf /)",
    "| ls", "=cmd|' /C calc'!A0", "[x](javascript:alert(1))", "![x](x onerror=1)", "**x** _y_ # z",
    "<javascript:alert(1)>", "1. x", "- x", "> x", "---", "__proto__", "constructor", "null", "2024/13/45", "%00",
    # long
    "<b>" * 300, "\u5b57" * 900, "x" * 900, "'\u201c" * 300,
)  # fmt: skip

_FILES = {
    "about.toml": """number = "测发〔2024〕1号"
title = Q
title_en = Q
short_title = Q
short_title_en = Q
issuer = Q
issuer_en = Q
jurisdiction = Q
jurisdiction_en = Q
issued = 2024-01-01
in_force_from = 2024-01-01
last_verified = 2024-06-01
files = ["词汇", "第一条"]

[english]
"管理处" = Q

[[situation]]
zh = Q
en = Q
items = ["申请"]
conclusions = ["可以停车"]
""",
    "机构.toml": """["管理处"]
telephone = { value = Q, value_en = Q, source = Q, date = 2024-02-01, office = Q, office_en = Q }
website = { value = Q, source = Q, date = 2024-02-01 }
code = { value = Q, source = Q, date = 2024-02-01 }

["管理处".items."申请"]
hours = { value = Q, source = Q, date = 2024-02-01 }
""",
    "source.txt": "第一条 H,可以停车。\n",
    "词汇.tiao": """# 词汇

事实 住户 : 是否
  英文 resident「H」
  问「H」
  英问「H」
  提示「H」
  英提示「H」
  主体 管理处
  来源 机关认定
  备注「H」
  英备注「H」

事实 车型 : 选项
  英文 kind_of_car「H」
  取值 小「H」、大「large」
  问「H」
  英问「H」

事实 家庭成员 : 记录
  英文 household「H」
  范围 0 至 3

事实 成员收入 : 金额
  英文 member_income「H」
  每一 家庭成员
  问「H」

参数 标准 : 金额
  英文 standard「H」
  备注「H」
  自 2024-01-01 起：200.00元，出处「H」
""",
    "第一条.tiao": """# 第一条  H

> H,可以停车。

定义 可以停车 : 是否
  英文 may_park「H」
  依据「可以停车」
  读法 R1
  备注「H」
  英备注「H」
  同时符合：
    - 住户
    - 车型 为 小
    - 按 R1 甲：合计（家庭成员：成员收入）< 标准

例外 另有规定 针对 可以停车
  英文 barred「H」
  依据「可以停车」
  若 车型 为 大
  否

规范 允许停车
  英文 allow_parking「H」
  依据「可以停车」
  管理处 应当「可以」「H」
  英行为「H」
  受益「H」
  英受益「H」
  期间「H」
  英期间「H」
  前提 可以停车
  备注「H」
  英备注「H」

办事 申请
  英文 application「H」
  依据「可以停车」
  前提 可以停车
  材料「H」
  英材料「H」
  地点「H」
  英地点「H」
  步骤：
    - 管理处「H」
  英步骤「H」
  结果「H」
  英结果「H」
  备注「H」
  英备注「H」

读法 R1「H」
  英文「H」
  甲「H」采用，因为「H」
  英甲「H」
  英因为「H」
  乙「H」
  英乙「H」
  后果「H」
  英后果「H」
  可由「H」明确
  英可由「H」

注「H」
  英文「H」

样例「H」
  英文「H」
  评估日 2024-03-01
  住户 为 是
  车型 为 小
  家庭成员 为 空
  预期 可以停车 为 是
""",
}


def write_policy(folder: Path, text: str, tables: str | None = None) -> Path:
    """A policy in which every free text is this one; `tables` is another for about.toml and 机构.toml."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, form in _FILES.items():
        quoted = json.dumps(text if tables is None else tables, ensure_ascii=False).replace("\x7f", "\\u007f")
        filled = form.replace("Q", quoted) if name.endswith(".toml") else form.replace("H", text)
        (folder / name).write_text(filled, encoding="utf-8")
    return folder
