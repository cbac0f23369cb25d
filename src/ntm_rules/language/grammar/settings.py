"""Keys at the head of a ruleset that say what counts: *basically met*, and how surely figures are established."""

from .conditions import key

REQUIRES_ASSURANCE = key(
    "requires_assurance",
    "assurance_level",
    "Số liệu và xác nhận phải ở mức kiểm chứng này trở lên; ở mức thấp hơn thì quy tắc là chưa xác định",
    "The level of assurance that figures and attestations must have at least; below it the rule is undetermined",
)
SETTINGS = (
    key(
        "basically_met", "boolean", "Cơ bản đạt có được tính là đạt không", "Whether 'basically met' counts as attained"
    ),
    REQUIRES_ASSURANCE,
)
