"""Shipped rulesets written by hand, as queries of Polars and of SQL that decide what `assess_frame` decides."""

from collections.abc import Callable

import polars as pl

NORTH = "north_midlands_mountains"
WORDS = ("not_attained", "undetermined", "attained", "not_applicable")
ENUM = pl.Enum(WORDS)
NOT, OPEN, YES, NOT_APPLICABLE = (pl.lit(word, dtype=ENUM) for word in WORDS)
Comparison = tuple[str, str, float]
"""A measure, the comparison, and the figure asked; a finding is compared with `met`."""


def met(*names: str) -> list[Comparison]:
    """Findings that must all be met."""
    return [(name, "met", 0) for name in names]


def least(name: str, limit: float) -> Comparison:
    """A figure that must be at least so much."""
    return (name, ">=", limit)


def exactly(name: str, figure: float) -> Comparison:
    """A figure that must be just that."""
    return (name, "==", figure)


# By code the comparisons that must all hold; none where nothing is required, or nothing is in these frames.
COMMUNE: dict[str, list[Comparison]] = {
    "1.1": met("commune_plan_approved"),
    "1.2": met("planning_rules_issued"),
    "2.1": [],
    "2.2": [],
    "2.3": [],
    "2.4": [],
    "3.1": [least("irrigated_farmland", 80)],
    "3.2": met("disaster_readiness"),
    "4.1": met("power_system_to_standard"),
    "4.2": [least("safe_power_households", 95)],
    "5.1": [least("schools_to_facility_standard", 70)],
    "6.1": met("commune_culture_house_and_sports_ground"),
    "6.2": met("play_and_leisure_area"),
    "6.3": [("villages_with_culture_house", "==", 100)],
    "7": met("market_or_trading_place"),
    "8.1": met("postal_service_point"),
    "8.2": met("telecommunication_and_internet"),
    "8.3": met("loudspeakers_to_villages"),
    "8.4": met("information_technology_in_administration"),
    "9.1": [("temporary_houses", "==", 0)],
    "9.2": [least("solid_or_semi_solid_houses_households", 75)],
    "10": [least("income_per_capita", 45)],
    "11": [("multidimensional_poverty", "<=", 13)],
    "12.1": [least("trained_workers_men", 60), least("trained_workers_women", 60)],
    "12.2": [least("certified_workers_men", 20), least("certified_workers_women", 20)],
    "13.1": met("effective_cooperative"),
    "13.2": met("linked_production_model"),
    "13.3": met("traceable_key_products"),
    "13.4": met("craft_village_conservation_plan"),
    "13.5": met("community_extension_group"),
    "14.1": met("universal_education_and_literacy"),
    "14.2": [least("lower_secondary_graduates_continuing", 70)],
    "15.1": [least("health_insurance_coverage_men", 90), least("health_insurance_coverage_women", 90)],
    "15.2": met("national_commune_health_criteria"),
    "15.3": [],
    "15.4": [],
    "16": [],
    "17.1": [],
    "17.2": [least("establishments_meeting_environmental_rules", 90)],
    "17.3": met("green_clean_safe_landscape"),
    "17.4": [least("public_green_land_per_resident", 2)],
    "17.5": met("burial_as_regulated"),
    "17.6": [least("solid_waste_collected_and_treated", 70)],
    "17.7": [exactly("pesticide_packaging_and_medical_waste_treated", 100)],
    "17.8": [least("hygienic_facilities_households", 70)],
    "17.9": [least("livestock_premises_meeting_rules", 60)],
    "17.10": [("food_safety_compliance", "==", 100)],
    "17.11": [least("waste_sorting_households", 30)],
    "17.12": [least("plastic_waste_treated", 50)],
    "18.1": met("commune_staff_qualified"),
    "18.2": [],
    "18.3": [("organisations_rated_well", "==", 100)],
    "18.4": met("access_to_law_standard"),
    "18.5": met("gender_equality_and_protection"),
    "18.6": met("rural_development_training"),
    "19.1": met("strong_militia"),
    "19.2": met("security_and_order"),
}
TOWN: dict[str, list[Comparison]] = {
    "1.a": [("temporary_houses", "==", 0)],
    "1.b": met("new_public_works_to_plan"),
    "1.c": met("public_works_managed"),
    "1.d": [],
    "1.e": met("public_spaces"),
    "2.a": met("traffic_corridor_clear"),
    "2.b": [],
    "3.1": [],
    "3.2": met("environmental_hygiene_met"),
    "3.3": [least("clean_water_households", 100)],
    "3.4": [least("hygienic_facilities_households", 100)],
    "3.a": met("food_safety_met"),
    "4.a": [],
    "5.1": [],
    "5.2": met("office_network_and_computers"),
    "6.1": [],
    "6.2": [],
    "6.3": [],
    "7.1": met("culture_house_adequate"),
    "7.2": [],
    "7.a": [],
    "7.b": [],
    "8.1": [],
    "8.2": [least("health_insurance_coverage", 90)],
    "9.a": [],
}

RULES: dict[str, dict[str, list[Comparison]]] = {
    "vn/civilised-township": TOWN,
    "lai-chau/commune-ntm": {code: [] for code in COMMUNE},
    "vn/commune-ntm": COMMUNE,
}
KIND = {name: "township" if "township" in name else "commune" for name in RULES}
KEPT = {
    "commune": ["commune_recognised"],
    "township": ["civilised_urban_registered", "other_annex_contents_met", "residents_satisfied"],
}


def criteria_of(name: str) -> dict[str, list[str]]:
    """The indicators of each criterion; a criterion without any is its own."""
    found: dict[str, list[str]] = {}
    for one in RULES[name]:
        found.setdefault(one.split(".")[0], []).append(one)
    return found


def order(name: str) -> list[str]:
    """The codes of criteria and indicators."""
    return [
        code
        for criterion, own in criteria_of(name).items()
        for code in (own if own == [criterion] else [*own, criterion])
    ]


def _either(holds: pl.Expr, fails: pl.Expr) -> pl.Expr:
    return pl.when(holds).then(True).when(fails).then(False)


def _word(truth: pl.Expr) -> pl.Expr:
    return pl.when(truth.is_null()).then(OPEN).when(truth).then(YES).otherwise(NOT)


def by_polars(name: str) -> Callable[[pl.DataFrame], pl.LazyFrame]:
    """The query by hand, over frames with the columns of `units_of`."""
    by_region = name == "vn/commune-ntm"
    criteria = criteria_of(name)

    def one(comparison: Comparison) -> pl.Expr:
        measure, how, limit = comparison
        own = pl.col(measure)
        if how == "met":
            return _either(own == "met", own == "not_met")
        held = own >= limit if how == ">=" else own <= limit if how == "<=" else own == limit
        return pl.when(pl.col("north")).then(held) if by_region else held

    def rule(comparisons: list[Comparison]) -> pl.Expr:
        if not comparisons:
            return pl.lit(None, dtype=pl.Boolean)
        return pl.all_horizontal([one(each) for each in comparisons])

    def query(frame: pl.DataFrame) -> pl.LazyFrame:
        floats = [column for column, kind in frame.schema.items() if kind == pl.Float64]
        lazy = frame.lazy().with_columns(pl.col(floats).fill_nan(None))
        if by_region:
            lazy = lazy.with_columns(north=pl.col("region") == NORTH)
        lazy = lazy.select("unit", *KEPT[KIND[name]], **{code: rule(each) for code, each in RULES[name].items()})
        lazy = lazy.with_columns(**{code: pl.all_horizontal(own) for code, own in criteria.items() if own != [code]})
        every = [pl.col(code) for code in criteria]
        attained = pl.sum_horizontal([each.fill_null(False).cast(pl.Int16) for each in every]).alias(
            "criteria_attained"
        )
        shown = [_word(pl.col(code)).alias(code) for code in [*order(name), "recognition"]]
        if KIND[name] == "township":
            also = [one(each) for each in met("civilised_urban_registered", "other_annex_contents_met")]
            also += [pl.lit(None, dtype=pl.Boolean), pl.col("residents_satisfied") >= 90]
            return lazy.with_columns(recognition=pl.all_horizontal(*every, *also)).select("unit", *shown, attained)
        lazy = lazy.with_columns(
            recognition=pl.all_horizontal(every),
            known=one(("commune_recognised", "met", 0)),
            failed=pl.sum_horizontal([each.not_().fill_null(False).cast(pl.UInt8) for each in every]),
            open=pl.sum_horizontal([each.is_null().cast(pl.UInt8) for each in every]),
        )
        failed, most = pl.col("failed"), pl.col("failed") + pl.col("open")
        some = _either(failed >= 6, most < 6) & _either(most <= 9, failed > 9)
        some = some & (pl.col("10").not_() | pl.col("17").not_() | pl.col("19").not_())
        lazy = lazy.with_columns(revoked=some | _either(failed >= 10, most < 10))

        def where_known(truth: pl.Expr) -> pl.Expr:
            known = pl.col("known")
            return pl.when(known.is_null()).then(OPEN).when(known).then(_word(truth)).otherwise(NOT_APPLICABLE)

        both = {"maintenance": pl.col("revoked").not_(), "revocation": pl.col("revoked")}
        return lazy.select("unit", *shown, *(where_known(each).alias(code) for code, each in both.items()), attained)

    return query


def by_sql(name: str, source: str) -> str:
    """The same as SQL of DuckDB."""
    by_region = name == "vn/commune-ntm"
    criteria = criteria_of(name)
    kind = "ENUM(" + ", ".join(f"'{word}'" for word in WORDS) + ")"
    not_attained, undetermined, attained, not_applicable = (f"'{word}'::{kind}" for word in WORDS)

    def one(comparison: Comparison) -> str:
        measure, how, limit = comparison
        if how == "met":
            return f"CASE {measure} WHEN 'met' THEN true WHEN 'not_met' THEN false END"
        north = f"region = '{NORTH}' AND " if by_region else ""
        return f"CASE WHEN {north}NOT isnan({measure}) THEN {measure} {'=' if how == '==' else how} {limit} END"

    def rule(comparisons: list[Comparison]) -> str:
        return " AND ".join(f"({one(each)})" for each in comparisons) or "NULL::BOOLEAN"

    def word(truth: str) -> str:
        return f"CASE WHEN {truth} IS NULL THEN {undetermined} WHEN {truth} THEN {attained} ELSE {not_attained} END"

    rules = ", ".join(f'{rule(each)} AS "{code}"' for code, each in RULES[name].items())
    whole = ", ".join(
        " AND ".join(f'"{code}"' for code in own) + f' AS "{criterion}"'
        for criterion, own in criteria.items()
        if own != [criterion]
    )
    every = " AND ".join(f'"{code}"' for code in criteria)
    number = " + ".join(f'coalesce("{code}", false)::TINYINT' for code in criteria)
    shown = ", ".join(f'{word(chr(34) + code + chr(34))} AS "{code}"' for code in [*order(name), "recognition"])
    begun = (
        f"WITH a AS (SELECT unit, {', '.join(KEPT[KIND[name]])}, {rules} FROM {source}), "
        f"b AS (SELECT *{', ' if whole else ''}{whole} FROM a), "
    )
    if KIND[name] == "township":
        also = [one(each) for each in met("civilised_urban_registered", "other_annex_contents_met")]
        also += ["NULL::BOOLEAN", "CASE WHEN NOT isnan(residents_satisfied) THEN residents_satisfied >= 90 END"]
        last = " AND ".join(f"({each})" for each in also)
        return (
            f"{begun}c AS (SELECT *, {every} AND {last} AS recognition FROM b) "
            f"SELECT unit, {shown}, {number} AS criteria_attained FROM c"
        )
    failed = " + ".join(f'coalesce(NOT "{code}", false)::TINYINT' for code in criteria)
    open_ = " + ".join(f'("{code}" IS NULL)::TINYINT' for code in criteria)
    known = one(("commune_recognised", "met", 0))

    def where_known(truth: str) -> str:
        return f"CASE WHEN known IS NULL THEN {undetermined} WHEN known THEN ({word(truth)}) ELSE {not_applicable} END"

    return (
        f"{begun}c AS (SELECT *, {every} AS recognition, {known} AS known, {failed} AS f, {failed} + {open_} AS m FROM b), "
        "d AS (SELECT *, ((CASE WHEN f >= 6 THEN true WHEN m < 6 THEN false END) AND "
        "(CASE WHEN m <= 9 THEN true WHEN f > 9 THEN false END) AND "
        '((NOT "10") OR (NOT "17") OR (NOT "19"))) OR (CASE WHEN f >= 10 THEN true WHEN m < 10 THEN false END) AS revoked '
        f"FROM c) SELECT unit, {shown}, {where_known('(NOT revoked)')} AS maintenance, "
        f"{where_known('revoked')} AS revocation, {number} AS criteria_attained FROM d"
    )
