"""Words that people write for keys and values of rule files, with what the files have for them."""

from collections.abc import Iterable, Mapping

from ...model.spelling import fold, unaccented
from ...model.text import Text
from ...model.units.kind import kind_named
from .conditions import NO_LIMIT, UNKNOWN

_WRITTEN: Mapping[str, tuple[str, ...]] = {
    "at_least": (
        *("min", "minimum", ">=", "≥", "=>", "gte", "ge", "not_less_than", "no_less_than", "from", "greater_or_equal"),
        *("ít nhất", "tối thiểu", "không dưới", "không ít hơn", "không thấp hơn", "từ", "trở lên", "lớn hơn hoặc bằng"),
    ),
    "at_most": (
        *("max", "maximum", "<=", "≤", "=<", "lte", "le", "not_more_than", "no_more_than", "up_to", "less_or_equal"),
        *("nhiều nhất", "tối đa", "không quá", "không vượt quá", "không hơn", "không cao hơn", "trở xuống"),
        *("nhỏ hơn hoặc bằng", "bé hơn hoặc bằng"),
    ),
    "more_than": (
        ">",
        "gt",
        "above",
        "over",
        "greater_than",
        "higher_than",
        "exceeds",
        "trên",
        "lớn hơn",
        "cao hơn",
        "hơn",
    ),
    "less_than": ("<", "lt", "below", "under", "lower_than", "fewer_than", "dưới", "nhỏ hơn", "bé hơn", "thấp hơn"),
    "equals": ("=", "==", "eq", "is", "equal", "equal_to", "bằng", "là"),
    "one_of": ("in", "among", "any", "values", "thuộc", "là một trong"),
    "required": ("must", "must_be", "met", "phải", "phải đạt", "bắt buộc", "yêu cầu"),
    "all_of": ("and", "all", "và", "tất cả", "đồng thời"),
    "any_of": ("or", "either", "hoặc", "một trong"),
    "none_of": ("not", "nor", "neither", "no", "không", "không có"),
    "applies_when": (
        *("if", "when", "where", "only_if", "applies_if", "applies", "condition", "scope"),
        *("nếu", "khi", "áp dụng khi", "áp dụng", "trường hợp"),
    ),
    "otherwise": (
        "else",
        "default",
        "other",
        "others",
        "rest",
        "còn lại",
        "khác",
        "các trường hợp còn lại",
        "mặc định",
    ),
    "measure": ("indicator", "metric", "figure", "chỉ số", "số liệu", "chỉ báo"),
    "attribute": ("property", "thuộc tính", "đặc điểm"),
    "members": ("children", "units", "đơn vị cấp dưới", "thành viên"),
    "criteria": ("tiêu chí", "các tiêu chí"),
    "indicators": ("chỉ tiêu", "các chỉ tiêu", "sub_criteria", "subcriteria"),
    "code": ("id", "number", "no", "stt", "mã", "số", "số thứ tự"),
    "name": ("label", "tên", "tên gọi", "nội dung"),
    "short": ("short_name", "abbreviation", "tên ngắn", "tên tắt", "viết tắt"),
    "title": ("name", "tên", "tiêu đề"),
    "provenance": ("source", "reference", "nguồn", "căn cứ", "trích dẫn"),
    "cite": ("clause", "article", "điều", "điều khoản", "mục"),
    "url": ("link", "address", "địa chỉ", "liên kết"),
    "note": ("comment", "remark", "remarks", "ghi chú", "chú thích"),
    "notes": ("note", "comments", "ghi chú"),
    "valid_for": ("max_age", "validity", "valid", "expires", "hiệu lực", "giá trị trong", "thời hạn"),
    "years": ("year", "năm"),
    "months": ("month", "tháng"),
    "responsible": ("office", "offices", "phụ trách", "cơ quan phụ trách", "đơn vị phụ trách"),
    "commitment": ("cam kết", "mức cam kết"),
    "version": (
        "date",
        "effective",
        "effective_from",
        "valid_from",
        "start",
        "hiệu lực",
        "ngày hiệu lực",
        "có hiệu lực từ",
    ),
    "until": ("end", "to", "valid_to", "valid_until", "expires", "hết hiệu lực", "đến", "đến ngày"),
    "signed": ("signed_on", "date", "ngày ký", "ký ngày", "ngày ban hành"),
    "issuer": ("issued_by", "authority", "cơ quan ban hành", "nơi ban hành"),
    "number": ("số hiệu", "số", "văn bản số"),
    "instrument": ("document", "decision", "legal_basis", "văn bản", "quyết định"),
    "ruleset": ("bộ tiêu chí", "rules", "id"),
    "applies_to": ("kind", "unit_kind", "level", "áp dụng cho", "đối tượng", "cấp"),
    "recognition": ("recognise", "recognize", "recognised", "công nhận"),
    "maintenance": ("maintain", "duy trì"),
    "revocation": ("revoke", "withdrawal", "thu hồi"),
    "basically_met": ("cơ bản đạt",),
    "amends": ("amend", "amendment", "sửa đổi", "bổ sung"),
    "specialises": ("specializes", "specialise", "cụ thể hóa"),
    "changes": ("thay đổi", "các thay đổi"),
    "replace": ("change", "modify", "update", "amend", "thay", "thay thế", "sửa"),
    "set": ("patch", "adjust", "sửa một phần", "điều chỉnh"),
    "correct": ("erratum", "corrigendum", "fix", "đính chính"),
    "insert": ("add", "append", "thêm", "bổ sung"),
    "repeal": ("delete", "remove", "drop", "bãi bỏ", "xóa", "bỏ"),
    "with": ("by", "bằng", "thành"),
    "after": ("sau",),
    "measures": ("indicators", "chỉ số", "các chỉ số"),
    "attributes": ("properties", "thuộc tính", "các thuộc tính"),
    "assurance": ("confidence", "verification", "mức kiểm chứng", "mức độ kiểm chứng"),
    "requires_assurance": ("min_assurance", "assurance_at_least", "mức kiểm chứng phải có"),
    "type": ("kiểu", "loại"),
    "unit": ("unit_of_measurement", "uom", "đơn vị", "đơn vị tính", "đvt"),
    "decimals": ("precision", "digits", "số thập phân", "số chữ số thập phân"),
    "minimum": ("min", "low", "least", "nhỏ nhất", "tối thiểu"),
    "maximum": ("max", "high", "most", "lớn nhất", "tối đa"),
    "levels": ("scale", "mức", "các mức"),
    "derive": ("formula", "computed", "calculated", "công thức", "cách tính"),
    "round": ("rounding", "làm tròn"),
    "better": ("direction", "chiều", "hướng"),
    "higher": ("up", "cao", "càng cao càng tốt", "increasing", "max"),
    "lower": ("down", "thấp", "càng thấp càng tốt", "decreasing", "min"),
    "mean": ("average", "avg", "trung bình", "bình quân"),
    "sum": ("total", "tổng", "tổng cộng"),
    "min": ("minimum", "least", "nhỏ nhất"),
    "max": ("maximum", "greatest", "lớn nhất"),
    UNKNOWN: (
        "?",
        "??",
        "n/a",
        "na",
        "none",
        "tbd",
        "todo",
        "chưa biết",
        "chưa rõ",
        "không biết",
        "không rõ",
        "chưa có",
    ),
    NO_LIMIT: (
        "unlimited",
        "không quy định",
        "không yêu cầu",
        "không giới hạn",
        "not_required",
        "no limit",
        "not required",
    ),
    "plan": ("kế hoạch",),
    "read": ("đã đọc", "official", "văn bản"),
    "recalled": ("memory", "remembered", "nhớ lại", "theo trí nhớ"),
    "finding": ("bool", "boolean", "yes_no", "đạt/không đạt", "có/không", "kết luận"),
    "level": ("ordinal", "scale", "mức", "mức độ"),
    "attained": ("met", "passed", "đạt"),
    "not_attained": ("failed", "not_met", "không đạt", "chưa đạt"),
    "all": ("every", "tất cả"),
}

SENTENCES: Mapping[str, tuple[str, Text]] = {
    word: (needs, sentence)
    for words, needs, sentence in (
        (
            ("between", "range", "trong khoảng", "từ đến", "khoảng"),
            "at_least",
            Text("Viết hai khóa: at_least: và at_most:.", "write two keys: at_least: and at_most:"),
        ),
        (
            (
                "except",
                "except_when",
                "except_if",
                "unless",
                "exempt",
                "not_applies_when",
                "trừ",
                "trừ khi",
                "ngoại trừ",
                "trừ trường hợp",
            ),
            "applies_when",
            Text(
                "Viết applies_when: {none_of: [...]} với các trường hợp được trừ.",
                "write applies_when: {none_of: [...]} with the exceptions",
            ),
        ),
        (
            ("else", "otherwise", "default", "còn lại", "các trường hợp còn lại", "trường hợp khác"),
            "applies_when",
            Text(
                "otherwise: đứng trong ngưỡng: at_least: {by: …, …, otherwise: …}.",
                "otherwise: stands inside a threshold: at_least: {by: …, …, otherwise: …}",
            ),
        ),
        (
            ("then", "thì"),
            "applies_when",
            Text(
                "Điều kiện để áp dụng viết ở applies_when:; điều phải đạt viết thẳng trong quy tắc.",
                "write when the rule applies in applies_when:, and what is required in the rule itself",
            ),
        ),
        (
            ("not_equal", "not_equals", "!=", "≠", "<>", "khác", "không bằng"),
            "none_of",
            Text("Viết none_of: [{measure: …, equals: …}].", "write none_of: [{measure: …, equals: …}]"),
        ),
        (
            ("weight", "score", "points", "điểm", "trọng số"),
            "provenance",
            Text(
                "Chưa có điểm số: viết tổng điểm thành một chỉ số.", "points are not computed: make the total a measure"
            ),
        ),
    )
    for word in words
}
"""Sentences about words for which the files have no single one, each with a key that must be allowed at the place."""


def _key(word: str) -> str:
    return fold(word).replace("_", " ").replace("-", " ")


_BY_WORD: dict[str, list[str]] = {}
for _meant, _words in _WRITTEN.items():
    for _word in _words:
        for _spelled in dict.fromkeys((_key(_word), unaccented(_key(_word)))):
            _BY_WORD.setdefault(_spelled, []).append(_meant)
_SENTENCES = {
    spelled: sentence for word, sentence in SENTENCES.items() for spelled in (_key(word), unaccented(_key(word)))
}


def words_for(name: str) -> tuple[str, ...]:
    """The other words for a key.

    >>> "≤" in words_for("at_most")
    True
    """
    return _WRITTEN[name]


def synonym(word: str, names: Iterable[str]) -> str | None:
    """Of the names that can stand at a place, the one that a word of other languages, or of speech, means.

    >>> synonym("không quá", ["at_least", "at_most"]), synonym("Xã", ["commune"]), synonym("min", ["minimum"])
    ('at_most', 'commune', 'minimum')
    """
    known, written = tuple(names), _key(word)
    kind = kind_named(word)
    meant = [*_BY_WORD.get(written, ()), *_BY_WORD.get(unaccented(written), ()), *([] if kind is None else [kind])]
    return next((name for name in meant if name in known), None)


def advice(word: str, names: Iterable[str]) -> Text | None:
    """Sentence that says, with keys that can stand at a place, a word that has no key of its own.

    >>> advice("between", ["at_least"]).en
    'write two keys: at_least: and at_most:'
    """
    sentence = _SENTENCES.get(_key(word))
    return sentence[1] if sentence is not None and sentence[0] in tuple(names) else None
