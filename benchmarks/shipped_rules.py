"""Shipped rulesets written by hand, as queries of Polars and of SQL that decide what `assess_frame` decides."""

from collections.abc import Callable
from typing import Any

import polars as pl

NORTH = "north_midlands_mountains"
WORDS = ("not_attained", "undetermined", "attained", "not_applicable")
ENUM = pl.Enum(WORDS)
NOT, OPEN, YES, NOT_APPLICABLE = (pl.lit(word, dtype=ENUM) for word in WORDS)
Comparison = tuple[str, str, Any]
"""A measure, the comparison, and the figure or levels asked; a finding is compared with `met`."""
UNKNOWN: Comparison = ("", "unknown", 0)
"""What is required but not known, or is not in these frames."""
WELL = ("completed_well", "completed_excellently")
CLASSES = {
    "area_class": ("II", "III"),
    "coastal_island_class": ("extremely_difficult",),
    "safe_zone_class": ("poor_district",),
}
"""Classes of communes that have the thresholds of the northern midlands and mountains, wherever they are."""
EVERYWHERE = {"irrigated_farmland", "schools_to_minimum_standard", "commune_construction_debt"}
"""Figures of communes whose threshold is the same everywhere."""
STUNTED = {
    NORTH: 24.0,
    "red_river_delta": 16.5,
    "north_central_coast": 25.0,
    "south_central_coast": 22.0,
    "central_highlands": 26.5,
    "southeast": 14.5,
    "mekong_delta": 19.0,
}
"""The most stunted children under five, by region."""


def met(*names: str) -> list[Comparison]:
    """Findings that must all be met."""
    return [(name, "met", 0) for name in names]


def least(name: str, limit: float) -> Comparison:
    """A figure that must be at least so much."""
    return (name, ">=", limit)


def exactly(name: str, figure: float) -> Comparison:
    """A figure that must be just that."""
    return (name, "==", figure)


def level(name: str, *levels: str) -> Comparison:
    """A level that must be one of these."""
    return (name, "in", levels)


# By code the comparisons that must all hold; none where nothing is required, or nothing is in these frames.
COMMUNE: dict[str, list[Comparison]] = {
    "1.1": met("commune_plan_approved", "commune_plan_published_in_time"),
    "1.2": met("planning_rules_issued"),
    "2.1": [],
    "2.2": [],
    "2.3": [],
    "2.4": [],
    "3.1": [least("irrigated_farmland", 80)],
    "3.2": met("disaster_readiness"),
    "4.1": met("power_system_to_standard"),
    "4.2": [least("safe_power_households", 95)],
    "5.1": [exactly("schools_to_minimum_standard", 100), least("schools_to_facility_standard", 70)],
    "6.1": met("commune_culture_house_and_sports_ground"),
    "6.2": met("play_and_leisure_area"),
    "6.3": [exactly("villages_with_culture_house", 100)],
    "7": met("market_or_trading_place"),
    "8.1": met("postal_service_point"),
    "8.2": met("telecommunication_and_internet"),
    "8.3": met("loudspeakers_to_villages"),
    "8.4": met("information_technology_in_administration"),
    "9.1": [exactly("temporary_houses", 0)],
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
    "15.3": [("stunted_children_under_five", "by region", 24)],
    "15.4": met("electronic_health_books_in_use"),
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
    "17.10": [exactly("food_safety_compliance", 100)],
    "17.11": [least("waste_sorting_households", 30)],
    "17.12": [least("plastic_waste_treated", 50)],
    "18.1": met("commune_staff_qualified"),
    "18.2": [level("commune_party_committee_rating", *WELL), level("commune_authority_rating", *WELL)],
    "18.3": [exactly("organisations_rated_well", 100)],
    "18.4": met("law_texts_issued", "legal_information_and_education", "mediation_and_legal_aid"),
    "18.5": met("gender_equality_and_protection"),
    "18.6": met("rural_development_training"),
    "19.1": met("strong_militia"),
    "19.2": met("security_and_order"),
}
TOWN: dict[str, list[Comparison]] = {
    "1.a": [exactly("temporary_houses", 0)],
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

DISTRICT: dict[str, list[Comparison]] = {
    "1.1": met("district_regional_plan_approved"),
    "1.2": [least("district_essential_works", 1)],
    "2.1": [
        least("communes_reached_by_road", 100),
        least("district_roads_paved", 100),
        least("district_roads_maintained", 100),
    ],
    "2.2": [least("district_roads_to_standard", 100)],
    "2.3": [least("district_roads_with_trees", 50)],
    "2.4": [level("coach_station_class", "class_iv", "class_iii", "class_ii", "class_i")],
    "3.1": met("district_irrigation_consistent"),
    "3.2": met("district_disaster_preparedness"),
    "4.1": met("district_power_consistent"),
    "5.1": met("district_health_centre_to_standard"),
    "5.2": met("district_culture_centre_to_standard"),
    "5.3": met("traditional_culture_preserved"),
    "5.4": [least("upper_secondary_schools_to_standard", 60)],
    "5.5": [level("vocational_centre_accreditation", "level_1", "level_2")],
    "6.1": [least("industrial_park_occupancy", 50)],
    "6.2": met("raw_material_area_or_chain"),
    "6.3": met("class_two_market_or_centre"),
    "6.4": met("agricultural_service_centre_effective"),
    "7.1": [*met("district_solid_waste_system"), ("domestic_waste_landfilled", "<=", 50)],
    "7.2": [],
    "7.3": [least("organic_recycling_models", 1)],
    "7.4": [least("central_waste_water_works", 1)],
    "7.5": met("industry_environment_compliant"),
    "7.6": [least("district_green_space", 2)],
    "7.7": [least("district_plastic_waste_handled", 50)],
    "8.1": [],
    "8.2": [least("district_water_per_head", 60)],
    "8.3": [],
    "8.4": [least("surface_water_models", 1)],
    "8.5": met("district_landscape_kept"),
    "8.6": [least("district_food_establishments_compliant", 100)],
    "8.7": met("district_no_food_incident"),
    "9.1": [level("district_party_rating", *WELL), level("district_authority_rating", *WELL)],
    "9.2": [least("district_organisations_rated_well", 100)],
    "9.3": met("district_no_leader_disciplined"),
    "9.4": met("district_security_ensured"),
    "9.5": [level("district_online_services", "level_3", "level_4")],
    "9.6": met("district_access_to_law"),
}

RULES: dict[str, dict[str, list[Comparison]]] = {
    "vn/civilised-township": TOWN,
    "lai-chau/commune-ntm": {
        **{code: [] for code in COMMUNE},
        "5.1": [exactly("schools_to_minimum_standard", 100), UNKNOWN],
    },
    "vn/commune-ntm": COMMUNE,
    "vn/district-ntm": DISTRICT,
}
_COMMUNE = [exactly("commune_construction_debt", 0), UNKNOWN, *met("safe_in_security_and_order")]
# What recognition asks besides every criterion, and besides the units below.
RECOGNITION: dict[str, list[Comparison]] = {
    "vn/civilised-township": [
        *met("civilised_urban_registered", "other_annex_contents_met"),
        ("registration_years", "by kind", 0),
        least("residents_satisfied", 90),
    ],
    "lai-chau/commune-ntm": _COMMUNE,
    "vn/commune-ntm": _COMMUNE,
    "vn/district-ntm": [least("district_residents_satisfied", 90), UNKNOWN],
}
# What suffices as well, in place of what is asked by the table above.
INSTEAD: dict[str, dict[str, list[Comparison]]] = {
    "vn/commune-ntm": {"13.1": met("effective_cooperative_group", "cooperative_group_contract")},
    "vn/district-ntm": {"6.1": met("equipped_industrial_cluster")},
}
# Where it is asked at all: elsewhere it is not applicable.
ASKED = {"vn/district-ntm": {"2.4": "coach_station_planned"}}
# For which units there is something to revoke, and the criteria of which one must be among those not attained.
HELD = {
    "lai-chau/commune-ntm": ("commune_recognised", ("10", "17", "19")),
    "vn/commune-ntm": ("commune_recognised", ("10", "17", "19")),
    "vn/district-ntm": ("district_recognised", ("6", "7", "8", "9")),
}
MAINTAINED = ("lai-chau/commune-ntm", "vn/commune-ntm")


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


def _chosen(which: pl.Expr, one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return pl.when(which).then(one).when(which.not_()).then(other).when(one == other).then(one)


def _word(truth: pl.Expr) -> pl.Expr:
    return pl.when(truth.is_null()).then(OPEN).when(truth).then(YES).otherwise(NOT)


def _shares(criteria: int) -> tuple[int, int]:
    """How many criteria are 30 % of them, and 50 %."""
    return -(-criteria * 3 // 10), -(-criteria // 2)


def truths(name: str) -> Callable[[pl.DataFrame], pl.LazyFrame]:
    """What holds, fails or is open (null), by code; `parent` where the frame has it; and `held`, whether there is something
    to revoke.
    """
    by_class = name == "vn/commune-ntm"
    criteria = criteria_of(name)

    def one(comparison: Comparison) -> pl.Expr:
        measure, how, limit = comparison
        own = pl.col(measure)
        match how:
            case "unknown":
                return pl.lit(None, dtype=pl.Boolean)
            case "met":
                return _either(own == "met", own == "not_met")
            case "in":
                return own.is_in(limit)
            case "by kind":
                return _chosen(pl.col("recognition_kind") == "first", own >= 2, own >= 5)
            case "by region":
                most = pl.col("region").replace_strict(STUNTED, return_dtype=pl.Float64)
                return _chosen(pl.col("special"), own <= limit, own <= most)
        held: pl.Expr = own >= limit if how == ">=" else own <= limit if how == "<=" else own == limit
        return pl.when(pl.col("special")).then(held) if by_class and measure not in EVERYWHERE else held

    def rule(code: str, comparisons: list[Comparison]) -> pl.Expr:
        whole = pl.all_horizontal([one(each) for each in comparisons]) if comparisons else one(UNKNOWN)
        if code in ASKED.get(name, {}):
            whole = whole | one((ASKED[name][code], "met", 0)).not_()
        instead = INSTEAD.get(name, {}).get(code)
        return whole if instead is None else whole | pl.all_horizontal([one(each) for each in instead])

    def query(frame: pl.DataFrame) -> pl.LazyFrame:
        floats = [column for column, kind in frame.schema.items() if kind == pl.Float64]
        lazy = frame.lazy().with_columns(pl.col(floats).fill_nan(None))
        if by_class:
            special = pl.any_horizontal(
                pl.col("region") == NORTH, *(pl.col(each).is_in(values) for each, values in CLASSES.items())
            )
            lazy = lazy.with_columns(special=special)
        kept = [each for each in ("unit", "parent") if each in frame.columns]
        also = {"also": rule("", RECOGNITION[name])}
        also |= {f"asked {code}": one((each, "met", 0)) for code, each in ASKED.get(name, {}).items()}
        if name in HELD:
            also["held"] = one((HELD[name][0], "met", 0))
        lazy = lazy.select(*kept, **{code: rule(code, each) for code, each in RULES[name].items()}, **also)
        lazy = lazy.with_columns(**{code: pl.all_horizontal(own) for code, own in criteria.items() if own != [code]})
        every = [pl.col(code) for code in criteria]
        lazy = lazy.with_columns(
            whole=pl.all_horizontal(every),
            criteria_attained=pl.sum_horizontal([each.fill_null(False).cast(pl.Int16) for each in every]),
        ).with_columns(recognition=pl.col("whole") & pl.col("also"))
        if name not in HELD:
            return lazy
        lazy = lazy.with_columns(
            failed=pl.sum_horizontal([each.not_().fill_null(False).cast(pl.UInt8) for each in every]),
            open=pl.sum_horizontal([each.is_null().cast(pl.UInt8) for each in every]),
        )
        low, top = _shares(len(every))
        failed, most = pl.col("failed"), pl.col("failed") + pl.col("open")
        some = _either(failed >= low, most < low) & _either(most < top, failed >= top)
        some = some & pl.any_horizontal([pl.col(each).not_() for each in HELD[name][1]])
        return lazy.with_columns(revoked=some | _either(failed >= top, most < top))

    return query


def _where(applies: str, truth: str) -> pl.Expr:
    which = pl.col(applies)
    return pl.when(which.is_null()).then(OPEN).when(which).then(_word(pl.col(truth))).otherwise(NOT_APPLICABLE)


def _shown(name: str, lazy: pl.LazyFrame) -> pl.LazyFrame:
    shown = {code: _word(pl.col(code)) for code in [*order(name), "recognition"]}
    shown |= {code: _where(f"asked {code}", code) for code in ASKED.get(name, {})}
    if name in HELD:
        shown |= {"maintenance": _where("held", "whole")} if name in MAINTAINED else {}
        shown |= {"revocation": _where("held", "revoked")}
    return lazy.select("unit", "criteria_attained", **shown)


def by_polars(name: str) -> Callable[[pl.DataFrame], pl.LazyFrame]:
    """The query by hand, over frames with the columns of `units_of`."""
    query = truths(name)
    return lambda frame: _shown(name, query(frame))


def by_members(districts: pl.DataFrame, communes: pl.DataFrame, townships: pl.DataFrame) -> pl.LazyFrame:
    """Districts by hand, with their communes and townships counted and joined; an advanced commune is a new rural one first,
    of the rest these frames say nothing.
    """
    name = "vn/district-ntm"
    recognition, held, revoked = pl.col("recognition"), pl.col("held"), pl.col("revoked")
    below = (
        truths("vn/commune-ntm")(communes)
        .group_by("parent")
        .agg(
            communes=pl.len(),
            communes_attain=recognition.all(ignore_nulls=False),
            may_be_advanced=recognition.fill_null(True).sum(),
            lost=(held & revoked).fill_null(False).sum(),
            may_lose=(held & revoked).fill_null(True).sum(),
            keep=(held & revoked.not_()).fill_null(False).sum(),
            may_keep=(held.fill_null(True) & revoked.not_().fill_null(True)).sum(),
        )
    )
    towns = truths("vn/civilised-township")(townships).group_by("parent")
    counted = towns.agg(townships=pl.len(), townships_attain=recognition.all(ignore_nulls=False))
    lazy = truths(name)(districts)
    for each in (below, counted):
        lazy = lazy.join(each, left_on="unit", right_on="parent", how="left", maintain_order="left")
    number = pl.col("communes")
    lost, may_lose = pl.col("lost"), pl.col("may_lose")
    many = _either(lost * 10 >= (lost + pl.col("may_keep")) * 3, may_lose * 10 < (may_lose + pl.col("keep")) * 3)
    lazy = lazy.with_columns(
        recognition=pl.all_horizontal(
            "recognition",
            "communes_attain",
            pl.when(pl.col("may_be_advanced") * 10 < number).then(False),
            pl.when(pl.col("townships").is_null()).then(True).otherwise("townships_attain"),
        ),
        revoked=pl.col("revoked") | many,
    )
    return _shown(name, lazy)


def by_sql(name: str, source: str) -> str:
    """The same as SQL of DuckDB."""
    by_class = name == "vn/commune-ntm"
    criteria = criteria_of(name)
    kind = "ENUM(" + ", ".join(f"'{word}'" for word in WORDS) + ")"
    not_attained, undetermined, attained, not_applicable = (f"'{word}'::{kind}" for word in WORDS)
    regions = " ".join(f"WHEN '{region}' THEN {most}" for region, most in STUNTED.items())

    def chosen(which: str, one: str, other: str) -> str:
        return f"CASE WHEN {which} THEN {one} WHEN NOT ({which}) THEN {other} WHEN ({one}) = ({other}) THEN {one} END"

    def one(comparison: Comparison) -> str:
        measure, how, limit = comparison
        match how:
            case "unknown":
                return "NULL::BOOLEAN"
            case "met":
                return f"CASE {measure} WHEN 'met' THEN true WHEN 'not_met' THEN false END"
            case "in":
                return f"{measure} IN {limit}"
            case "by kind":
                held = chosen("recognition_kind = 'first'", f"{measure} >= 2", f"{measure} >= 5")
            case "by region":
                held = chosen("special", f"{measure} <= {limit}", f"{measure} <= CASE region {regions} END")
            case _:
                held = f"{measure} {'=' if how == '==' else how} {limit}"
        special = by_class and how != "by region" and measure not in EVERYWHERE
        return f"CASE WHEN {'special AND ' if special else ''}NOT isnan({measure}) THEN {held} END"

    def rule(code: str, comparisons: list[Comparison]) -> str:
        whole = " AND ".join(f"({one(each)})" for each in comparisons or [UNKNOWN])
        instead = INSTEAD.get(name, {}).get(code)
        return whole if instead is None else f"({whole}) OR ({' AND '.join(f'({one(each)})' for each in instead)})"

    def word(truth: str) -> str:
        return f"CASE WHEN {truth} IS NULL THEN {undetermined} WHEN {truth} THEN {attained} ELSE {not_attained} END"

    rules = ", ".join(f'{rule(code, each)} AS "{code}"' for code, each in RULES[name].items())
    rules += f", {rule('', RECOGNITION[name])} AS also"
    if by_class:
        classes = " OR ".join(
            f"{each} IN ({', '.join(repr(value) for value in values)})" for each, values in CLASSES.items()
        )
        source = f"(SELECT *, region = '{NORTH}' OR {classes} AS special FROM {source})"
    whole = ", ".join(
        " AND ".join(f'"{code}"' for code in own) + f' AS "{criterion}"'
        for criterion, own in criteria.items()
        if own != [criterion]
    )
    every = " AND ".join(f'"{code}"' for code in criteria)
    number = " + ".join(f'coalesce("{code}", false)::TINYINT' for code in criteria)
    shown = ", ".join(f'{word(chr(34) + code + chr(34))} AS "{code}"' for code in [*order(name), "recognition"])
    held = f", {one((HELD[name][0], 'met', 0))} AS held" if name in HELD else ""
    begun = (
        f"WITH a AS (SELECT unit, {rules}{held} FROM {source}), b AS (SELECT *{', ' if whole else ''}{whole} FROM a), "
    )
    if name not in HELD:
        return (
            f"{begun}c AS (SELECT *, {every} AND also AS recognition FROM b) "
            f"SELECT unit, {shown}, {number} AS criteria_attained FROM c"
        )
    failed = " + ".join(f'coalesce(NOT "{code}", false)::TINYINT' for code in criteria)
    open_ = " + ".join(f'("{code}" IS NULL)::TINYINT' for code in criteria)
    low, top = _shares(len(criteria))
    among = " OR ".join(f'(NOT "{code}")' for code in HELD[name][1])

    def where_held(truth: str) -> str:
        return f"CASE WHEN held IS NULL THEN {undetermined} WHEN held THEN ({word(truth)}) ELSE {not_applicable} END"

    return (
        f"{begun}c AS (SELECT *, {every} AS whole, {failed} AS f, {failed} + {open_} AS m FROM b), "
        f"d AS (SELECT *, whole AND also AS recognition, ((CASE WHEN f >= {low} THEN true WHEN m < {low} THEN false END) AND "
        f"(CASE WHEN m < {top} THEN true WHEN f >= {top} THEN false END) AND ({among})) "
        f"OR (CASE WHEN f >= {top} THEN true WHEN m < {top} THEN false END) AS revoked "
        f"FROM c) SELECT unit, {shown}, {where_held('whole')} AS maintenance, "
        f"{where_held('revoked')} AS revocation, {number} AS criteria_attained FROM d"
    )
