"""京人社就发〔2020〕19号 once more, written by hand in plain Python: what its rule files must come to.

Nothing of the project is used. A person is a dict of facts: bool, str, int, date, Decimal (yuan). `switched` holds the
ids of the readings that are read by their alternative B. `NA` is *not applicable*. What is unknown is found by trying
values of the missing facts: every yes/no and choice, and dates, amounts and numbers around every threshold.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import partial
from itertools import product
from typing import Any

NA = "不适用"
FEN = Decimal("0.01")
DAY = timedelta(1)
Facts = Mapping[str, Any]

IN_FORCE = date(2020, 10, 1)
GRADUATED_FROM = date(2020, 1, 1)
EXPIRY_UNTIL = date(2020, 12, 31)
YEAR_2021 = date(2021, 1, 1)
BACK_PAYMENT_UNTIL = date(2021, 12, 31)


def names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CHOICES: dict[str, tuple[str, ...]] = {
    "主体类型": names(
        """
        个人 用人单位 互联网平台企业 关联企业 院校 培训机构 经营性人力资源服务机构 办会机构 产业行业工会 行业协会学会
        行业企业代表
        """
    ),
    "性别": ("男", "女"),
    "毕业生类别": ("高校毕业生", "中专毕业生", "技工院校毕业生", "其他"),
    "初次就业形式": ("灵活就业", "用人单位就业", "尚未就业"),
    "从业领域": ("养老", "托幼", "家政", "安保", "快递", "其他"),
}
DATES = ("出生日期", "就业见习开始日期", "毕业日期", "初次就业日期", "灵活就业社会保险补贴政策期满日期")
RANGES = {"已享受灵活就业社会保险补贴月数": 600, "未缴费月度数": 12}
UNEMPLOYMENT = ("失业保险缴费基数", "企业职工养老保险缴费下限", "企业职工养老保险缴费上限")
BACK_PAYMENT = ("补缴缴费基数", "本市个人缴费基数下限", "本市个人缴费基数上限")
MONEY = (*UNEMPLOYMENT, *BACK_PAYMENT)
YES_NO = names(
    """
    本市户籍 农业户籍 个体经营者 非全日制从业人员 依托新业态平台实现就业 与新业态平台相关企业建立劳动关系
    法律法规规章规定的其他灵活就业人员 就业地在本市 办理就业登记 处于就业见习期间 北京生源 未就业 登记失业人员
    转移就业登记 农村无业或务农劳动力 享受灵活就业社会保险补贴 通过其他形式实现稳定就业 个人委托存档 参加社会保险
    以个人身份参加企业职工基本养老保险 缴纳基本养老保险费确有困难 自愿暂缓缴费 认定属于其他技能提升培训领域
    登记注册 通过身份认定 担保机构同意担保 就业困难人员 所在区开展试点 填报个人信息和就业类型 书面承诺信息填报真实
    就业信息发生变更 失业 失业前在本市实现灵活就业 常住地在本市 参保地在本市 提供个人基本信息和失业原因
    对信息的真实性做出书面承诺 专业技术人员 符合本市职称评审条件 履行公示推荐等程序 工程建设领域农民工
    处于初创阶段 灵活形式用工 其他纳入公共就业服务范围的用人主体 依法使用非全日制用工
    """
)
FACTS = (*CHOICES, *DATES, *RANGES, *MONEY, *YES_NO)
COMPUTABLE = names(
    """
    K1 K2 K3 K5 V1 V3 R3-1 R3-2 R3-3 R3-4 R3-5 R4-1 R4-4 R4-5 R5-1 R5-2 R5-4 R6-1 R6-2 R6-4 R7-1 R7-3 R7-5 R7-6 R8-1
    R11-2 R12-1 R12-2 R13-1 R15-1
    """
)


# ---- calendar -------------------------------------------------------------------------------------------------------


def years_later(day: date, years: int, march: bool = False) -> date:
    """The same day of the year; 29 February becomes 28 February (or 1 March) in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1) if march else date(day.year + years, 2, 28)


@dataclass(frozen=True)
class Asked:
    """One person on one day under some readings. `self["事实"]` is a fact."""

    facts: Facts
    day: date
    switched: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> Any:
        return self.facts[name]

    def b(self, reading: str) -> bool:
        return reading in self.switched

    def aged(self, years: int, at: date) -> bool:
        """Has the person reached an age on a day?"""
        birthday = years_later(self["出生日期"], years, self.b("K2"))
        return birthday < at if self.b("K1") else birthday <= at

    def two_years(self, day: date) -> date:
        """The last day of the two years after graduation."""
        last = years_later(day, 2)
        return last - DAY if self.b("K3") else last

    # ---- 第二条 ----

    def new_form(self) -> bool:
        return self["依托新业态平台实现就业"] and not self["与新业态平台相关企业建立劳动关系"]

    def flexible(self) -> bool:
        own = self["个体经营者"] or self["非全日制从业人员"] or self["法律法规规章规定的其他灵活就业人员"]
        return own or self.new_form()

    # ---- 第三条 ----

    def labour(self) -> bool:
        if not (self["本市户籍"] and self["农业户籍"]):
            return False
        if self.b("R3-4") and not self.aged(16, self.day):
            return False
        return not self.aged(60 if self["性别"] == "男" else 50, self.day)

    def trainee(self) -> bool:
        at = self.day if self.b("R3-2") else self["就业见习开始日期"]
        graduate, graduated = self["毕业生类别"], self["毕业日期"]
        of_origin = self["未就业"] and self["北京生源"] and graduated <= at <= self.two_years(graduated)
        if graduate == "高校毕业生" and of_origin:
            return True
        if graduate in ("中专毕业生", "技工院校毕业生") and (of_origin or self.b("R3-3")):
            return True
        young = self.aged(16, at) and not self.aged(25, at)
        if self.b("K5"):
            young = young and at <= years_later(self["出生日期"], 24)
        rural = self["转移就业登记"] and self["农村无业或务农劳动力"]
        return self["本市户籍"] and young and (self["登记失业人员"] or rural)

    def may_join(self) -> bool:
        workers = self.labour() and self.flexible() and self["办理就业登记"]
        trainees = self["处于就业见习期间"] and self.trainee()
        return workers or (trainees and (self.labour() or not self.b("R3-1")))

    def insurances(self) -> Any:
        return ("城镇职工基本养老保险", "基本医疗保险", "失业保险") if self.may_join() else NA

    def channel(self) -> str:
        if not self.may_join():
            return NA
        rural = self["本市户籍"] and self["农业户籍"] and (self.flexible() or self.b("R3-5"))
        return "户籍所在地街道乡镇公共就业服务机构" if rural else "按个人委托存档人员参保流程办理"

    # ---- 第四条 ----

    def graduate(self) -> bool:
        graduated, first = self["毕业日期"], self["初次就业日期"]
        if self.b("V3") and min(graduated, first) < IN_FORCE:
            return False
        if self.b("R4-1") and self.day > self.two_years(graduated):
            return False
        return (
            self["本市户籍"]
            and self["毕业生类别"] == "高校毕业生"
            and GRADUATED_FROM <= graduated <= self.day
            and self["初次就业形式"] == "灵活就业"
            and (graduated <= first or self.b("R4-5"))
            and first <= self.two_years(graduated)
            and first <= self.day
        )

    def payable(self) -> bool:
        return self.graduate() and (self.flexible() or self.b("R4-4")) and self["已享受灵活就业社会保险补贴月数"] < 36

    def months_left(self) -> Any:
        return max(0, 36 - self["已享受灵活就业社会保险补贴月数"]) if self.graduate() else NA

    # ---- 第五条 ----

    def extension(self) -> bool:
        expiry = self["灵活就业社会保险补贴政策期满日期"]
        first = GRADUATED_FROM if self.b("R5-1") else IN_FORCE
        expired = expiry < self.day if self.b("R5-4") else expiry <= self.day
        receiving = self["享受灵活就业社会保险补贴"] and not self["通过其他形式实现稳定就业"]
        return receiving and first <= expiry <= EXPIRY_UNTIL and expired

    def extended_until(self) -> Any:
        if not self.extension():
            return NA
        later = years_later(self["灵活就业社会保险补贴政策期满日期"], 1)
        return min(later, EXPIRY_UNTIL) if self.b("R5-2") else later

    def in_extension(self) -> bool:
        return self.extension() and self["灵活就业社会保险补贴政策期满日期"] < self.day <= self.extended_until()

    # ---- 第六条 ----

    def one_percent(self) -> bool:
        place = self["本市户籍"] if self.b("R6-1") else self["就业地在本市"]
        return self.day >= YEAR_2021 and self["个人委托存档"] and self["参加社会保险"] and self.flexible() and place

    def base_fits(self) -> Any:
        if not self.one_percent():
            return NA
        base, low, high = (self[name] for name in UNEMPLOYMENT)
        return low < base < high if self.b("R6-2") else low <= base <= high

    def fee(self) -> Any:
        if self.base_fits() is not True:
            return NA
        rounding = ROUND_DOWN if self.b("R6-4") else ROUND_HALF_UP
        return (self["失业保险缴费基数"] / 100).quantize(FEN, rounding)

    # ---- 第七条 ----

    def may_defer(self) -> bool:
        in_time = self.b("R7-1") or self.day < YEAR_2021
        insured = self["以个人身份参加企业职工基本养老保险"] and self["缴纳基本养老保险费确有困难"]
        return in_time and insured and self.flexible()

    def may_resume(self) -> bool:
        in_time = self.b("R7-6") or self.day <= BACK_PAYMENT_UNTIL
        return self.day >= YEAR_2021 and in_time and self["自愿暂缓缴费"]

    def deadline(self) -> date:
        return BACK_PAYMENT_UNTIL - DAY if self.b("R7-5") else BACK_PAYMENT_UNTIL

    def may_back_pay(self) -> bool:
        return self.day <= self.deadline() and (self.b("R7-3") or self["自愿暂缓缴费"]) and self["未缴费月度数"] > 0

    def back_payment_until(self) -> Any:
        return self.deadline() if self.may_back_pay() else NA

    def back_base_fits(self) -> Any:
        base, low, high = (self[name] for name in BACK_PAYMENT)
        return low <= base <= high if self.may_back_pay() else NA

    # ---- 第八条 to 第十条 ----

    def training(self) -> bool:
        other = self["认定属于其他技能提升培训领域"] and not self.b("R8-1")
        return self["从业领域"] != "其他" or other

    def loan(self) -> bool:
        return self["本市户籍"] and self["个体经营者"] and self["登记注册"]

    def next_step(self) -> str:
        if not self.loan():
            return NA
        if not self["通过身份认定"]:
            return "申请资格认定"
        return "申请贷款" if self["担保机构同意担保"] else "申请担保"

    def pilot(self) -> bool:
        rural = self["本市户籍"] and self["农业户籍"] and self["就业困难人员"]
        return rural and self.flexible() and self["所在区开展试点"]

    # ---- 第十一条 to 第十三条 ----

    def update(self) -> bool:
        return self["就业信息发生变更"] and (self["办理就业登记"] or self.b("R11-2"))

    def jobless(self) -> bool:
        return self["失业"] and self["失业前在本市实现灵活就业"]

    def elsewhere(self) -> bool:
        """May the place be chosen?"""
        return self.jobless() and (self.b("R12-1") or not self["常住地在本市"])

    def recommended(self) -> bool:
        return self.flexible() and self["专业技术人员"] and self["符合本市职称评审条件"]

    def served(self) -> bool:
        other = self["其他纳入公共就业服务范围的用人主体"] and not self.b("R15-1")
        return self["处于初创阶段"] or self["灵活形式用工"] or other


Rule = Callable[[Asked], Any]
RULES: dict[str, Rule] = {
    "办法已施行": lambda p: p.day >= IN_FORCE,
    "新就业形态人员": Asked.new_form,
    "灵活就业人员": Asked.flexible,
    "本市农业户籍劳动力": Asked.labour,
    "见习人员": Asked.trainee,
    "可以参加本市社会保险": Asked.may_join,
    "可参加险种": Asked.insurances,
    "参保办理渠道": Asked.channel,
    "高校毕业生灵活就业社会保险补贴对象": Asked.graduate,
    "可享受高校毕业生灵活就业社会保险补贴": Asked.payable,
    "高校毕业生补贴剩余月数": Asked.months_left,
    "灵活就业社会保险补贴延长对象": Asked.extension,
    "延长后期满日期": Asked.extended_until,
    "处于补贴延长期内": Asked.in_extension,
    "可按百分之一费率缴纳失业保险费": Asked.one_percent,
    "失业保险缴费基数符合规定": Asked.base_fits,
    "失业保险费月缴费额": Asked.fee,
    "可自愿暂缓缴费": Asked.may_defer,
    "可继续缴费": Asked.may_resume,
    "可补缴未缴费月度": Asked.may_back_pay,
    "补缴截止日期": Asked.back_payment_until,
    "补缴缴费基数符合规定": Asked.back_base_fits,
    "属于技能提升培训领域": Asked.training,
    "创业担保贷款支持对象": Asked.loan,
    "创业担保贷款下一步": Asked.next_step,
    "农业户籍就业困难人员补贴试点对象": Asked.pilot,
    "可办理灵活就业登记": lambda p: p.flexible() and p["就业地在本市"],
    "灵活就业登记材料齐备": lambda p: p["填报个人信息和就业类型"] and p["书面承诺信息填报真实"],
    "应办理就业信息修改手续": Asked.update,
    "可办理失业登记": Asked.jobless,
    "可在常住地办理失业登记": lambda p: p.jobless() and p["常住地在本市"],
    "可在参保地办理失业登记": lambda p: p.elsewhere() and (p.b("R12-2") or p["参保地在本市"]),
    "可在就业地办理失业登记": Asked.elsewhere,
    "失业登记材料齐备": lambda p: p["提供个人基本信息和失业原因"] and p["对信息的真实性做出书面承诺"],
    "可由行业协会学会履行公示推荐程序": Asked.recommended,
    "可申报职称评审": lambda p: p.recommended() and (p.b("R13-1") or p["履行公示推荐等程序"]),
    "按项目参加工伤保险推进对象": lambda p: p["工程建设领域农民工"],
    "可获得不间断公共就业服务": Asked.flexible,
    "用人主体纳入公共就业服务范围": Asked.served,
    "非全日制用工可订立口头协议": lambda p: p["依法使用非全日制用工"],
}
GUARDED = names(
    """
    可参加险种 参保办理渠道 高校毕业生补贴剩余月数 延长后期满日期 失业保险缴费基数符合规定 失业保险费月缴费额
    补缴截止日期 补缴缴费基数符合规定 创业担保贷款下一步
    """
)


# ---- norms ----------------------------------------------------------------------------------------------------------


def is_one_of(*kinds: str) -> Rule:
    return lambda p: p["主体类型"] in kinds


PERSON = ("个人",)
NORMS: dict[str, tuple[tuple[str, ...], Rule]] = {
    **dict.fromkeys(("A03.P1.S1", "A03.P2.S2", "A03.P2.S3"), (PERSON, Asked.may_join)),
    "A04.P1.S1": (PERSON, Asked.graduate),
    "A04.P1.S2": (PERSON, Asked.payable),
    "A05.P1.S1": (PERSON, Asked.in_extension),
    "A06.P1.S1": (PERSON, Asked.one_percent),
    "A07.P1.S1": (PERSON, Asked.may_defer),
    "A07.P1.S2a": (PERSON, Asked.may_resume),
    "A07.P1.S2b": (PERSON, Asked.may_back_pay),
    "A08.P1.S1": ((), is_one_of("院校", "培训机构", "互联网平台企业")),
    "A08.P1.S2": (PERSON, Asked.training),
    **dict.fromkeys(("A09.P1.S1", "A09.P1.S2", "A09.P1.S3"), (PERSON, Asked.loan)),
    "A10.P1.S1b": (PERSON, Asked.pilot),
    **dict.fromkeys(("A11.P1.S1", "A11.P1.S2"), (PERSON, RULES["可办理灵活就业登记"])),
    "A11.P1.S3": (PERSON, Asked.update),
    **dict.fromkeys(("A12.P1.S1", "A12.P1.S2", "A12.P1.S3"), (PERSON, Asked.jobless)),
    "A13.P1.S1": ((*PERSON, "行业协会学会"), lambda p: p.recommended() or p["主体类型"] == "行业协会学会"),
    "A14.P1.S1": (PERSON, lambda p: p["工程建设领域农民工"]),
    "A15.P1.S1a": (PERSON, Asked.flexible),
    "A15.P1.S1b": ((), Asked.served),
    "A17.P1.S1": ((), is_one_of("经营性人力资源服务机构")),
    "A17.P1.S2": ((), is_one_of("经营性人力资源服务机构")),
    "A18.P1.S1": ((), is_one_of("办会机构")),
    "A19.P1.S2": ((), lambda p: p["依法使用非全日制用工"]),
    "A19.P1.S3": (
        (*PERSON, "互联网平台企业", "关联企业"),
        lambda p: p.new_form() or p["主体类型"] in ("互联网平台企业", "关联企业"),
    ),
    "A19.P1.S4": ((), is_one_of("产业行业工会", "行业协会学会", "行业企业代表")),
    "A20.P1.S1a": ((), is_one_of("互联网平台企业", "关联企业")),
    "A20.P1.S1b": (PERSON, Asked.flexible),
}
"""The kinds of enquirer a norm speaks of (none where it does not say), and when it applies."""


# ---- answers --------------------------------------------------------------------------------------------------------

Told = tuple[str, Any]
"""A status, and the value, or the missing facts in alphabetical order."""


def early(name: str, day: date, switched: frozenset[str]) -> Told | None:
    """What is said of a conclusion before the measures are in force."""
    if day >= IN_FORCE or name == "办法已施行":
        return None
    if "V1" not in switched:
        return "not_in_force", None
    return ("not_applicable", None) if name in GUARDED else ("value", False)


def answer(name: str, person: Asked) -> Told:
    """The answer about a person all of whose facts are known."""
    found = early(name, person.day, person.switched)
    if found is None:
        value = RULES[name](person)
        found = ("not_applicable", None) if value is NA else ("value", value)
    return found


def norm(id_: str, person: Asked) -> str:
    if person.day < IN_FORCE:
        return "not_applies" if person.b("V1") else "not_in_force"
    kinds, rule = NORMS[id_]
    concerned = not kinds or person["主体类型"] in kinds
    return "applies" if concerned and rule(person) else "not_applies"


def refused(person: Asked) -> bool:
    """Do the facts contradict each other?"""
    birth = person["出生日期"]
    later = ("就业见习开始日期", "毕业日期", "初次就业日期")
    return (
        birth > person.day
        or any(person[name] <= birth for name in later)
        or (person["处于就业见习期间"] and person["就业见习开始日期"] > person.day)
        or any(low > high for _, low, high in ([person[n] for n in trio] for trio in (UNEMPLOYMENT, BACK_PAYMENT)))
    )


@dataclass(frozen=True)
class Completions:
    """Every way to fill in the missing facts that is worth trying and not refused."""

    missing: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]
    people: tuple[Asked, ...]

    def settle(self, rule: Rule) -> Told:
        """One outcome is the answer; else the facts in which two completions that are alike in all others differ."""
        outcomes = [rule(person) for person in self.people]
        if all(outcome == outcomes[0] for outcome in outcomes):
            return ("not_applicable", None) if outcomes[0] is NA else ("value", outcomes[0])
        return "unknown", tuple(name for i, name in enumerate(self.missing) if self.matters(i, outcomes))

    def matters(self, i: int, outcomes: Sequence[Any]) -> bool:
        seen: dict[tuple[Any, ...], Any] = {}
        for values, outcome in zip(self.values, outcomes, strict=True):
            if seen.setdefault(values[:i] + values[i + 1 :], outcome) != outcome:
                return True
        return False


def completions(known: Facts, day: date, switched: frozenset[str]) -> Completions:
    missing = tuple(sorted(name for name in FACTS if name not in known))
    fitting = [
        (values, person)
        for values in product(*(candidates(name, known, missing, day, switched) for name in missing))
        if not refused(person := Asked({**known, **dict(zip(missing, values, strict=True))}, day, switched))
    ]
    values, people = zip(*fitting, strict=True)
    return Completions(missing, values, people)


def answers(known: Facts, day: date, switched: frozenset[str]) -> dict[str, Told]:
    """The answers about a person of whom some facts are missing."""
    tried = completions(known, day, switched)
    return {name: early(name, day, switched) or tried.settle(rule) for name, rule in RULES.items()}


def norms(known: Facts, day: date, switched: frozenset[str]) -> dict[str, Told]:
    """The statuses of the norms; one that speaks of some kinds of enquirer takes an unnamed one for an individual."""
    tried = completions(known, day, switched)
    single = completions({"主体类型": PERSON[0], **known}, day, switched)
    told = {}
    for id_, (kinds, _) in NORMS.items():
        status, found = (single if kinds else tried).settle(partial(norm, id_))
        told[id_] = (status, found) if status == "unknown" else (found, None)
    return told


# ---- which values to try --------------------------------------------------------------------------------------------

TIES: tuple[tuple[str, int, str], ...] = (
    *(("出生日期", years, "评估日") for years in (0, 16, 24, 25, 50, 60)),
    *(("出生日期", years, "就业见习开始日期") for years in (0, 16, 24, 25)),
    ("出生日期", 0, "毕业日期"),
    ("出生日期", 0, "初次就业日期"),
    ("毕业日期", 0, "就业见习开始日期"),
    ("毕业日期", 2, "就业见习开始日期"),
    ("毕业日期", 0, "初次就业日期"),
    ("毕业日期", 2, "初次就业日期"),
    ("毕业日期", 0, "评估日"),
    ("毕业日期", 2, "评估日"),
    ("毕业日期", 0, "2020-01-01"),
    ("毕业日期", 0, "2020-10-01"),
    ("初次就业日期", 0, "评估日"),
    ("初次就业日期", 0, "2020-10-01"),
    ("就业见习开始日期", 0, "评估日"),
    ("灵活就业社会保险补贴政策期满日期", 0, "评估日"),
    ("灵活就业社会保险补贴政策期满日期", 1, "评估日"),
    ("灵活就业社会保险补贴政策期满日期", 1, "2020-12-31"),
    *(("灵活就业社会保险补贴政策期满日期", 0, day) for day in ("2020-01-01", "2020-10-01", "2020-12-31")),
)
"""What the text compares: one day, so many years later, with another day."""


def candidates(name: str, known: Facts, missing: Sequence[str], day: date, switched: frozenset[str]) -> Sequence[Any]:
    """Values of a missing fact, on both sides of every threshold."""
    if name in CHOICES:
        return CHOICES[name]
    if name in RANGES:
        return (0, 1, 2, 12) if RANGES[name] == 12 else (0, 1, 35, 36, 37, 600)
    if name in MONEY:
        trio = UNEMPLOYMENT if name in UNEMPLOYMENT else BACK_PAYMENT
        given = {known[other] for other in trio if other in known}
        around = {value + step for value in given for step in (-1, -2 * FEN, -FEN, 0, FEN, 2 * FEN, 1)}
        return sorted({v for v in around if v >= 0} | {n * FEN for n in (0, 1, 2)} | {Decimal(10**9)})
    if name in DATES:
        reach = {other for other in missing if other in DATES}
        edges = set(thresholds(name, {"评估日": day, **known}, reach - {name}))
        step = 3 if switched & {"K1", "K3"} else 2
        return sorted({edge + i * DAY for edge in edges for i in range(-step, step + 1)} | {date(1800, 1, 1)})
    return (False, True)


def thresholds(name: str, known: Facts, open_: set[str]) -> Iterator[date]:
    """Days at which an outcome may turn with this fact, directly or by way of other missing dates."""
    for left, years, right in TIES:
        if name not in (left, right):
            continue
        other, move = (right, -years) if name == left else (left, years)
        if other in open_:
            yield from (years_later(day, move) for day in thresholds(other, known, open_ - {other}))
        elif other in known:
            yield years_later(known[other], move)
        elif other[0].isdigit():
            yield years_later(date.fromisoformat(other), move)
