"""The words of a roster file in Chinese and English: sheets, columns, roles, relations, weekdays."""

from collections.abc import Mapping

SHEETS: Mapping[str, tuple[str, ...]] = {
    "school": ("学校", "學校", "school"),
    "class": ("班级", "班級", "class", "classes"),
    "student": ("学生", "學生", "student", "students"),
    "staff": ("老师", "老師", "教师", "教師", "教职工", "教職工", "教職員", "staff", "teacher", "teachers"),
    "lesson": ("课程表", "課程表", "课表", "課表", "timetable", "lesson", "lessons"),
}

_NUMBER = ("编号", "編號", "number", "no", "id")
_NAME = ("姓名", "名称", "名稱", "name")
_PHONE = ("电话", "電話", "手机", "手機", "手机号", "手機號", "phone", "mobile")
_SUBJECT = ("科目", "学科", "學科", "任教科目", "subject")
_CLASS = ("班级", "班級", "所在班级", "所在班級", "class")

COLUMNS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "school": {"name": (*_NAME, "学校名称", "學校名稱", "school name")},
    "class": {
        "number": (*_NUMBER, "班级编号", "班級編號", "class number"),
        "name": (*_NAME, "班级名称", "班級名稱", "class name"),
        "grade": ("年级", "年級", "grade"),
        "head_teacher": ("班主任", "班主任工号", "班主任工號", "班導師", "導師", "head teacher"),
    },
    "student": {
        "number": (*_NUMBER, "学号", "學號", "student number"),
        "name": _NAME,
        "class": _CLASS,
        "guardian1_name": ("家长1姓名", "家長1姓名", "guardian 1 name"),
        "guardian1_relation": ("家长1关系", "家長1關係", "guardian 1 relation"),
        "guardian1_phone": ("家长1电话", "家長1電話", "家长1手机", "家長1手機", "guardian 1 phone"),
        "guardian1_number": ("家长1编号", "家長1編號", "guardian 1 number"),
        "guardian2_name": ("家长2姓名", "家長2姓名", "guardian 2 name"),
        "guardian2_relation": ("家长2关系", "家長2關係", "guardian 2 relation"),
        "guardian2_phone": ("家长2电话", "家長2電話", "家长2手机", "家長2手機", "guardian 2 phone"),
        "guardian2_number": ("家长2编号", "家長2編號", "guardian 2 number"),
    },
    "staff": {
        "number": (*_NUMBER, "工号", "工號", "教職員編號", "staff number"),
        "name": _NAME,
        "role": ("职务", "職務", "職稱", "角色", "role"),
        "subject": _SUBJECT,
        "classes": ("任教班级", "任教班級", "classes"),
        "phone": _PHONE,
    },
    "lesson": {
        "class": _CLASS,
        "weekday": ("星期", "weekday"),
        "starts": ("开始", "開始", "上课", "上課", "from", "starts"),
        "ends": ("结束", "結束", "下课", "下課", "to", "ends"),
        "subject": _SUBJECT,
        "teacher": ("老师工号", "老師工號", "工号", "工號", "老师", "老師", "教職員編號", "teacher"),
    },
}

KIND_COLUMN = ("类型", "類型", "kind", "type")  # CSV only: which sheet a line belongs to

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "school": ("name",),
    "class": ("number", "name"),
    "student": ("number", "name", "class"),
    "staff": ("number", "name", "role"),
    "lesson": ("class", "weekday", "starts", "ends", "subject"),
}

ROLES: Mapping[str, tuple[str, ...]] = {
    "teacher": ("老师", "老師", "教师", "教師", "班主任", "班導師", "導師", "teacher", "head teacher"),
    "principal": ("校长", "校長", "principal"),
    "office": ("教务处", "教務處", "办公室", "辦公室", "值班室", "school office", "office"),
    "officer": ("教育局", "officer", "bureau officer"),
}

RELATIONS: Mapping[str, tuple[str, ...]] = {
    "father": ("爸爸", "父亲", "父親", "父", "father"),
    "mother": ("妈妈", "媽媽", "母亲", "母親", "母", "mother"),
    "grandfather": ("爷爷", "爺爺", "外公", "姥爷", "姥爺", "祖父", "外祖父", "grandfather"),
    "grandmother": ("奶奶", "外婆", "姥姥", "祖母", "外祖母", "grandmother"),
    "guardian": ("监护人", "監護人", "其他", "guardian", "other"),
}

WEEKDAYS: Mapping[int, tuple[str, ...]] = {
    1: ("一", "周一", "星期一", "礼拜一", "禮拜一", "週一", "1", "monday", "mon"),
    2: ("二", "周二", "星期二", "礼拜二", "禮拜二", "週二", "2", "tuesday", "tue"),
    3: ("三", "周三", "星期三", "礼拜三", "禮拜三", "週三", "3", "wednesday", "wed"),
    4: ("四", "周四", "星期四", "礼拜四", "禮拜四", "週四", "4", "thursday", "thu"),
    5: ("五", "周五", "星期五", "礼拜五", "禮拜五", "週五", "5", "friday", "fri"),
    6: ("六", "周六", "星期六", "礼拜六", "禮拜六", "週六", "6", "saturday", "sat"),
    7: ("日", "天", "周日", "星期日", "星期天", "週日", "7", "sunday", "sun"),
}


def word(text: str) -> str:
    """Return a header or word as it is compared: lower case, no blanks, underscores, trailing colon."""
    return "".join(text.lower().replace("_", "").split()).rstrip(":：*")


def lookup(table: Mapping[str, tuple[str, ...]], text: str) -> str | None:
    """Return the key whose words contain `text`, or None."""
    wanted = word(text)
    return next((key for key, words in table.items() if wanted in map(word, words)), None)


def weekday(text: str) -> int | None:
    """Return 1 (Monday) to 7, or None."""
    wanted = word(text)
    return next((day for day, words in WEEKDAYS.items() if wanted in words), None)
