"""The words of the self-check's own pages: headings, buttons, hints, and what is wrong with an answer."""

from __future__ import annotations

from compiler.program import Text

WORDS: dict[str, Text] = {
    "name": Text("自查", "Self-check"),
    "name_long": Text("自查：看看自己符不符合", "Self-check: does it concern you?"),
    "promise": Text(
        "一次只问一件事，只问还会影响结果的。答不上来，选“不清楚”。",
        "One question at a time, and only what still matters. Where you do not know, say so.",
    ),
    "private": Text(
        "您的回答只留在这个网页里。不会发出去，也不会存下来；关掉网页就没有了。",
        "Your answers stay in this page. Nothing is sent or stored; they are gone when you close it.",
    ),
    "situation": Text("您是哪种情况？", "Which is your situation?"),
    "everything": Text("都不是，看全部", "None of these; show everything"),
    "thing": Text("您想查什么？", "What do you want to check?"),
    "about_what": Text("要查的是：", "To be checked: "),
    "day_title": Text("查哪一天的情况？", "For which day?"),
    "which_day": Text("选一个日子", "Choose a day"),
    "today": Text("今天（{day}）", "Today ({day})"),
    "other_day": Text("别的日子", "Another day"),
    "day_hint": Text(
        "规定会变，您的情况也会变。结果只对这一天。",
        "Rules change, and so may your situation. The result is for this day only.",
    ),
    "day_asked": Text("查哪一天", "The day asked about"),
    "year": Text("年", "Year"),
    "month": Text("月", "Month"),
    "day": Text("日", "Day"),
    "next": Text("下一步", "Continue"),
    "back": Text("上一步", "Back"),
    "last": Text("这是最后一个问题。", "This is the last question."),
    "most": Text("连这个在内，最多还有 {n} 个问题。", "At most {n} to go, this one included."),
    "why": Text("为什么问这个", "Why this is asked"),
    "none_of_these": Text("上面都没有", "None of these"),
    "rest_unsure": Text("没有选的，我不清楚", "I do not know about the others"),
    "unsure": Text("不清楚", "I do not know"),
    "undecided": Text("不清楚，或者还没有认定", "I do not know, or it has not been decided yet"),
    "how_date": Text("例如：2021 年 10 月 15 日。", "For example: 2021, 10, 15."),
    "how_month": Text("例如：2021 年 10 月。", "For example: 2021, 10."),
    "how_money": Text("写多少元，例如 5360.50。", "In yuan, such as 5360.50."),
    "how_integer": Text("写数字，例如 3。", "A number, such as 3."),
    "how_records": Text("写数字；没有就写 0。", "A number; 0 where there is none."),
    "how_decimal": Text("写数字，例如 1.5。", "A number, such as 1.5."),
    "how_percent": Text("写百分数，例如 1。", "A percentage, such as 1."),
    "unit_money": Text("元", "yuan"),
    "unit_percent": Text("%", "%"),
    "faulty": Text("这里有问题，请改一下", "There is a problem"),
    "choose": Text(
        "还没有选。请选一项；不知道就选“不清楚”。", "Nothing is chosen. Choose one; if you do not know, say so."
    ),
    "choose_some": Text(
        "还没有选。都没有，就选“上面都没有”；不知道，就选最后一项。",
        "Nothing is chosen. If none is so, choose “None of these”; if you do not know, the last.",
    ),
    "none_and_some": Text(
        "选了“上面都没有”，又选了别的。请去掉一个。", "“None of these” and something else are chosen. Take one away."
    ),
    "wrong_empty": Text(
        "还没有填。不知道，就按“不清楚”。", "Nothing is filled in. If you do not know, press that button."
    ),
    "wrong_number": Text("请写数字，例如 3 或者 5360.50。", "Write a number in digits, such as 3 or 5360.50."),
    "wrong_unit": Text("单位和问的不一样，请换算好再写。", "That is not the unit asked for; please convert it. "),
    "wrong_whole": Text("这里要写整数，例如 3。", "Write a whole number, such as 3."),
    "wrong_cents": Text("金额最多写到分，例如 5360.50。", "Write at most two decimals, such as 5360.50."),
    "wrong_negative": Text("不能小于零。请核对。", "This cannot be below zero. Please check."),
    "wrong_range": Text("要在{low}到{high}之间。请核对。", "It must be between {low} and {high}. Please check."),
    "wrong_size": Text("这个数太大了或者太小了。请核对。", "This number is too large or too small. Please check."),
    "wrong_no_year": Text(
        "还没有填年份。请填四位数，例如 2021。", "The year is missing. Write four digits, such as 2021."
    ),
    "wrong_no_month": Text("还没有填月份。请填 1 到 12。", "The month is missing. Write 1 to 12."),
    "wrong_no_day": Text("还没有填是几日。请填 1 到 31。", "The day is missing. Write 1 to 31."),
    "wrong_digits": Text("日期只填数字。请改一下。", "A date takes digits only. Please change it."),
    "wrong_year": Text("年份要四位数，例如 2021。", "The year takes four digits, such as 2021."),
    "wrong_no_such_day": Text(
        "没有这一天。请看看年、月、日写对了没有。", "There is no such day. Please check year, month and day."
    ),
    "wrong_no_such_month": Text("没有这个月份。请填 1 到 12。", "There is no such month. Write 1 to 12."),
    "wrong_future": Text(
        "这个日期不能晚于所查的日子（{day}）。请核对。",
        "This date cannot be later than the day asked about ({day}). Please check.",
    ),
    "wrong_together": Text(
        "这样对不上：{said}。请核对，改正一个。", "This cannot be so together: {said}. Put one right."
    ),
    "said": Text("{label}是{value}", "{label}: {value}"),
    "change_said": Text("改前面的回答：{said}", "Change an earlier answer: {said}"),
    "changing": Text("改这一项。别的回答都留着。", "Change this one. All other answers are kept."),
    "answers": Text("请核对您的回答", "Check your answers"),
    "answers_hint": Text("有不对的，按“改”。没有问题，就看结果。", "Change what is not right, then see the result."),
    "see": Text("看结果", "See the result"),
    "change": Text("改", "Change"),
    "idle": Text("（现在用不上，先留着）", "(not used now, but kept)"),
    "which_so": Text("有哪几种情况", "Which are so"),
    "said_unsure": Text("您说这一项不清楚。", "You said that you do not know this."),
    "unsure_of": Text("不清楚：{label}", "Not known: {label}"),
    "next_steps": Text("接下来怎么办", "What to do next"),
    "the_service": Text("这件事怎么办", "How this is done"),
    "documents": Text("带什么材料", "What to bring"),
    "places": Text("到哪里办", "Where to go"),
    "whole_guide": Text("看这件事的完整指南（新页面）", "See the whole guide (new page)"),
    "whole_text": Text("看这一条和它的白话（新页面）", "See this text in plain words (new page)"),
    "reading_why": Text("为什么这样理解（新页面）", "Why it is read so (new page)"),
    "try_hint": Text(
        "哪一项有争议，或者以后会变，可以换个答案试试，和这个结果比一比。原来的不会丢。",
        "Where something is contested, or may change, try another answer and compare. This result is not lost.",
    ),
    "try": Text("换一个看看", "Try another"),
    "try_lead": Text(
        "这只是试一试。原来的回答和结果都留着。", "This is only a try. Your answers and the result are kept."
    ),
    "beside": Text("换了以后，会怎么样", "With another answer"),
    "your_answer": Text("您原来的回答", "Your answer"),
    "other_answer": Text("换一个答案", "The other answer"),
    "keep": Text("用原来的", "Keep mine"),
    "take": Text("用换过的", "Take the other"),
    "your_answers": Text("您的回答", "Your answers"),
    "print": Text("打印", "Print"),
    "save": Text("存到这台设备上", "Save on this device"),
    "save_hint": Text(
        "存下来的文件里有您的回答。用公共电脑的，请不要存；看完按“全部清空”。",
        "The file holds your answers. On a shared computer do not save; press “Clear everything” when you are done.",
    ),
    "clear": Text("全部清空，重新开始", "Clear everything and start again"),
    "file": Text("自查结果", "self-check"),
}
