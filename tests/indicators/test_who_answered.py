"""Who answered: response rates, dissimilarity, answered before or not, and by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.small_survey import SmallSurvey, chose

DAY = date(2001, 5, 1)
TABLES = ("indicators.answered_before", "indicators.dissimilarity")


def wave(survey: SmallSurvey, name: str = "1", **more: Any) -> SmallSurvey:
    return survey.wave(name, **{"fieldwork_end": DAY} | more)


def town(name: str, country: str | None = None, **more: Any) -> dict[str, Any]:
    return {"respondent": name, "country_code": country} | more


def registry(*towns: dict[str, Any], answered: str = "", **more: Any) -> SmallSurvey:
    """A wave with these in the registry, and a response of each one named in `answered`."""
    survey = wave(SmallSurvey(), **more)
    for one in towns:
        survey.respondent(**one)
    for name in answered.split():
        survey.response("1", name)
    return survey


def set_survey(survey: SmallSurvey, **columns: Any) -> SmallSurvey:
    for column, value in columns.items():
        survey.con.execute(f"UPDATE input.survey SET {column} = ?", [value])
    return survey


def overall(survey: SmallSurvey) -> dict[str, Any]:
    return survey.build(*TABLES).row("indicators.response_rates", "group_by = 'all'")


def rates(survey: SmallSurvey, group_by: str) -> dict[str, tuple[Any, ...]]:
    survey.build(*TABLES)
    rows = survey.rows(
        "SELECT group_value, n_members, n_answered, rate FROM indicators.response_rates "
        f"WHERE group_by = '{group_by}'"
    )
    return {row["group_value"]: tuple(row.values())[1:] for row in rows}


@pytest.mark.parametrize(
    ("members", "shown"), [(4, "names"), (5, "counts"), (9, "counts"), (10, "percent")]
)
def test_members_and_not_answers_decide_what_may_be_printed_of_a_rate(
    members: int, shown: str
) -> None:
    survey = registry(*(town(f"t{place}", "NO") for place in range(members)), answered="t0")
    rows = survey.build(*TABLES).rows("SELECT group_by, shows FROM indicators.response_rates")
    assert {row["group_by"]: row["shows"] for row in rows} == {"all": shown, "country": shown}


# Nine members, five of NO and four of PT; of these 3 and 1 answered. x is no member any more.
NINE = (
    *(town(name, "NO") for name in "abcde"),
    *(town(name, "PT") for name in "fghi"),
    town("x", "NO", left_on=date(2001, 4, 30)),
)


def test_rates_of_a_complete_registry_are_of_its_members_on_the_day() -> None:
    survey = registry(*NINE, answered="a b c f")
    row = overall(survey)
    assert (row["n_answered"], row["n_members"], row["population_basis"]) == (4, 9, "registry")
    assert row["rate"] == pytest.approx(4 / 9)
    assert (row["note"], row["why_no_groups"], row["n_outside"]) == (None, None, 0)
    assert rates(survey, "country") == {"NO": (5, 3, 0.6), "PT": (4, 1, 0.25)}


@pytest.mark.parametrize(
    ("joined_on", "left_on", "member"),
    [
        (None, None, True),
        (DAY, None, True),
        (None, DAY, True),
        (date(2001, 5, 2), None, False),
        (None, date(2001, 4, 30), False),
        (date(1990, 1, 1), date(2010, 1, 1), True),
    ],
)
def test_who_joined_later_or_left_before_is_no_member(
    joined_on: date | None, left_on: date | None, member: bool
) -> None:
    survey = registry(town("a"), town("b", joined_on=joined_on, left_on=left_on), answered="a")
    assert overall(survey)["n_members"] == 1 + member


def test_kinds_that_do_not_count_are_in_no_rate() -> None:
    survey = registry(town("a", "NO"), town("net", "NO", counted=False), answered="a")
    survey.response("1", "net", counted=False)
    assert overall(survey)["rate"] == 1
    assert rates(survey, "country") == {"NO": (1, 1, 1.0)}


def test_who_answered_without_being_a_member_is_told_beside_the_rate() -> None:
    row = overall(registry(*NINE, answered="a x"))
    assert (row["n_answered"], row["n_members"], row["n_outside"]) == (1, 9, 1)
    assert row["note"] == "1 more answered and were no members on 2001-05-01"


def test_the_population_of_the_wave_goes_before_the_registry() -> None:
    survey = registry(*NINE, answered="a b c f", population_n=10, population_basis="stated")
    row = overall(survey)
    assert (row["n_answered"], row["n_members"], row["rate"]) == (4, 10, 0.4)
    assert (row["population_basis"], row["n_registry"]) == ("stated", 9)
    assert row["note"] == "the registry has 9 members on 2001-05-01"
    assert rates(survey, "country")["PT"] == (4, 1, 0.25)


def test_an_assumed_population_is_marked() -> None:
    survey = registry(town("a"), answered="a", population_n=4, population_basis="assumed")
    row = overall(set_survey(survey, registry_complete=False))
    assert (row["rate"], row["population_basis"]) == (0.25, "assumed")
    assert row["note"] == "the number of members is assumed"


def test_what_is_said_of_all_members_tells_what_their_number_is() -> None:
    survey = wave(SmallSurvey(), population_n=4, population_basis="assumed")
    survey.question("q", "yes no").indicator("i", "q.yes").response("1", "a", q=chose("yes"))
    row = survey.build("indicators.results").row("indicators.results")
    assert (row["manski_low"], row["population_basis"]) == (0.25, "assumed")


def test_more_responses_than_members_have_no_rate() -> None:
    row = overall(registry(town("a"), town("b"), answered="a b", population_n=1))
    assert (row["rate"], row["note"]) == (None, "more responses than members")


def test_without_any_number_of_members_there_is_no_rate() -> None:
    row = overall(set_survey(registry(*NINE, answered="a"), registry_complete=False))
    assert (row["n_members"], row["rate"], row["population_basis"]) == (None, None, None)
    assert row["note"] == "the number of members is not known"


@pytest.mark.parametrize(
    ("columns", "more", "why"),
    [
        ({"registry_complete": False}, {}, "the registry lists only some of the members"),
        ({"identified_by": "key"}, {}, "there is no registry"),
        ({"identified_by": "row"}, {}, "there is no registry"),
        ({}, {"kind": "published"}, "it is not known who answered"),
        (
            {},
            {"fieldwork_end": None},
            "the wave has no date, so that nobody can tell who was a member",
        ),
    ],
)
def test_no_rates_by_group_without_a_complete_registry_and_a_reason(
    columns: dict[str, Any], more: dict[str, Any], why: str
) -> None:
    survey = set_survey(registry(*NINE, answered="a b c f", **more), **columns)
    assert overall(survey)["why_no_groups"] == why
    assert rates(survey, "country") == {}
    row = survey.row("indicators.dissimilarity", "group_by = 'country'")
    assert (row["dissimilarity"], row["n_members"], row["note"]) == (None, None, why)


def test_without_dates_anywhere_everyone_in_the_registry_is_a_member() -> None:
    row = overall(registry(town("a"), town("b"), answered="a", fieldwork_end=None))
    assert (row["rate"], row["why_no_groups"]) == (0.5, None)


def test_attributes_are_groups_as_they_were_on_the_day() -> None:
    survey = registry(town("a"), town("b"), answered="b")
    for name, value, start, end in (
        ("a", "large", None, None),
        ("b", "small", None, date(2001, 4, 30)),
        ("b", "large", DAY, None),
    ):
        fact = {"respondent_id": name, "attribute": "size", "value": value}
        survey.add("input.attributes", fact | {"valid_from": start, "valid_to": end})
    assert rates(survey, "size") == {"large": (2, 1, 0.5)}


def test_dissimilarity_by_hand() -> None:
    """Members 5/9 and 4/9, those who answered 3/4 and 1/4: half of 7/36 + 7/36."""
    survey = registry(*NINE, answered="a b c f").build(*TABLES)
    row = survey.row("indicators.dissimilarity", "group_by = 'country'")
    assert row["dissimilarity"] == pytest.approx(7 / 36)
    assert (row["n_groups"], row["n_members"], row["n_answered"]) == (2, 9, 4)
    assert (row["n_elsewhere"], row["note"]) == (0, None)


def test_members_whose_group_is_not_known_are_counted_apart() -> None:
    survey = registry(*NINE, town("y"), answered="a b c f y").build(*TABLES)
    row = survey.row("indicators.dissimilarity", "group_by = 'country'")
    assert row["dissimilarity"] == pytest.approx(7 / 36)
    assert (row["n_members"], row["n_elsewhere"]) == (9, 1)


def test_no_dissimilarity_where_none_of_the_groups_answered() -> None:
    survey = registry(*NINE, town("y"), answered="y").build(*TABLES)
    row = survey.row("indicators.dissimilarity", "group_by = 'country'")
    assert (row["dissimilarity"], row["note"]) == (None, "nobody whose group is known answered")


# ── answered before or not ──────────────────────────────────────────────────────


def followed(*answered: str, **more: Any) -> SmallSurvey:
    """Waves "1", "2", … in each of which those named answered; a published one for "?"."""
    survey = SmallSurvey()
    for place, names in enumerate(answered, start=1):
        kind = "published" if names == "?" else "responses"
        wave(survey, str(place), kind=kind, fieldwork_end=date(2000 + place, 5, 1))
    for name, columns in more.items():
        survey.respondent(name, **columns)
    for place, names in enumerate(answered, start=1):
        for name in names.replace("?", "").split():
            survey.response(str(place), name)
    return survey.build(*TABLES)


BEFORE = ("n_answered", "n_new", "n_returning", "n_returned", "n_stopped", "n_lapsed")


def before(survey: SmallSurvey, name: str) -> tuple[Any, ...]:
    row = survey.row("indicators.answered_before", f"wave = '{name}'")
    return tuple(row[column] for column in ("wave_before", *BEFORE))


def standings(survey: SmallSurvey, name: str) -> dict[str, str]:
    rows = survey.rows(
        f"SELECT respondent_id, standing FROM indicators.participation WHERE wave = '{name}'"
    )
    return {row["respondent_id"]: row["standing"] for row in rows}


def test_new_returning_returned_stopped_and_lapsed() -> None:
    """Town d answers twice and stops; a misses a wave; c stops at once; b never does."""
    survey = followed("a b c d", "b d e", "a b e f")
    assert before(survey, "1") == (None, 4, None, None, None, None, None)
    assert before(survey, "2") == ("1", 3, 1, 2, 0, 2, 0)
    assert before(survey, "3") == ("2", 4, 1, 2, 1, 1, 1)
    assert standings(survey, "3") == {
        "a": "returned",
        "b": "returning",
        "c": "lapsed",
        "d": "stopped",
        "e": "returning",
        "f": "new",
    }


def test_members_who_never_answered_are_told_apart() -> None:
    survey = followed("a", "a", idle={}, later={"joined_on": date(2002, 1, 1)})
    assert standings(survey, "2") == {"a": "returning", "idle": "never", "later": "never"}
    assert set(standings(survey, "1")) == {"a", "idle"}


def test_of_those_who_stopped_some_are_members_no_more() -> None:
    survey = followed("a b c", "a", b={"left_on": date(2001, 12, 31)})
    row = survey.row("indicators.answered_before", "wave = '2'")
    assert (row["n_stopped"], row["n_left"]) == (2, 1)
    set_survey(survey, registry_complete=False).build(*TABLES)
    row = survey.row("indicators.answered_before", "wave = '2'")
    assert (row["n_stopped"], row["n_left"]) == (2, None)


def test_a_wave_of_which_nobody_knows_who_answered_is_passed_over_and_named() -> None:
    survey = followed("a", "?", "a b")
    assert before(survey, "3") == ("1", 2, 1, 1, 0, 0, 0)
    assert survey.row("indicators.answered_before", "wave = '3'")["note"] == (
        "not known who answered: 2"
    )
    assert survey.row("indicators.answered_before", "wave = '2'")["note"] == (
        "it is not known who answered"
    )


def test_a_response_that_does_not_count_is_no_answer() -> None:
    survey = wave(wave(SmallSurvey()), "2")
    survey.response("1", "a").response("1", "b", counted=False).response("2", "b")
    survey.build(*TABLES)
    assert before(survey, "2") == ("1", 1, 1, 0, 0, 1, 0)


def test_anonymous_responses_tell_nothing_of_before() -> None:
    survey = wave(wave(SmallSurvey("row")), "2").response("1", "a").response("2", "a")
    row = survey.build(*TABLES).row("indicators.answered_before", "wave = '2'")
    assert (row["n_answered"], row["n_new"], row["note"]) == (1, None, "responses are anonymous")


def test_with_keys_and_no_registry_numbers_are_known_and_names_are_not_listed() -> None:
    survey = wave(wave(SmallSurvey("key")), "2")
    survey.response("1", "a").response("1", "b").response("2", "a").build(*TABLES)
    assert before(survey, "2") == ("1", 1, 0, 1, 0, 1, 0)
    assert survey.rows("SELECT * FROM indicators.participation") == []


# ── what holds for any registry ─────────────────────────────────────────────────

few = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WAVES = 4
members = st.lists(
    st.tuples(
        st.sampled_from(["NO", "PT", "IT", None]),
        st.sets(st.integers(1, WAVES)),
        st.one_of(st.none(), st.integers(1, WAVES)),
    ),
    min_size=1,
    max_size=12,
)
Member = tuple[str | None, set[int], int | None]


@pytest.fixture(scope="module")
def survey() -> Iterator[SmallSurvey]:
    """Four waves, whose registry and responses each example replaces."""
    made = SmallSurvey()
    for place in range(1, WAVES + 1):
        wave(made, str(place), fieldwork_end=date(2000 + place, 5, 1))
    yield made
    made.con.close()


def filled(survey: SmallSurvey, towns: list[Member]) -> SmallSurvey:
    """The registry of an example; `joined` is the first wave in which one is a member."""
    for table in ("core.responses", "input.respondents"):
        survey.con.execute(f"DELETE FROM {table}")
    for number, (country, answered, joined) in enumerate(towns):
        day = date(2000 + joined, 1, 1) if joined else None
        survey.respondent(f"r{number}", country_code=country, joined_on=day)
        for place in answered:
            survey.response(str(place), f"r{number}")
    return survey.build(*TABLES)


def is_member(one: Member, place: int) -> bool:
    return one[2] is None or one[2] <= place


def index(all_of_them: Counter[str], those: Counter[str]) -> Fraction:
    return Fraction(1, 2) * sum(
        (
            abs(Fraction(n, all_of_them.total()) - Fraction(those[group], those.total()))
            for group, n in all_of_them.items()
        ),
        Fraction(0),
    )


@few
@given(towns=members)
def test_dissimilarity_is_what_fractions_give_and_0_where_rates_are_equal(
    survey: SmallSurvey, towns: list[Member]
) -> None:
    filled(survey, towns)
    for row in survey.rows("SELECT * FROM indicators.dissimilarity WHERE group_by = 'country'"):
        place = int(row["wave"])
        of_members = Counter(one[0] for one in towns if one[0] and is_member(one, place))
        of_answers = Counter(
            one[0] for one in towns if one[0] and is_member(one, place) and place in one[1]
        )
        if not of_answers:
            assert row["dissimilarity"] is None
            continue
        expected = index(of_members, of_answers)
        assert row["dissimilarity"] == pytest.approx(float(expected), abs=1e-12)
        assert 0 <= row["dissimilarity"] <= 1
        equal = len({Fraction(of_answers[group], n) for group, n in of_members.items()}) == 1
        assert (row["dissimilarity"] == 0) == equal


@few
@given(towns=members)
def test_who_answered_adds_up_for_any_registry(survey: SmallSurvey, towns: list[Member]) -> None:
    assert filled(survey, towns).broken("who_answered_adds_up") == []


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE indicators.answered_before SET n_new = n_new + 1",
        "UPDATE indicators.answered_before SET n_stopped = n_stopped + 1",
        "UPDATE indicators.participation SET standing = 'new' WHERE standing = 'returning'",
        "UPDATE indicators.response_rates SET n_answered = 9 WHERE group_by = 'country'",
        "UPDATE indicators.dissimilarity SET dissimilarity = 1.5",
    ],
)
def test_the_check_finds_what_does_not_add_up(damage: str) -> None:
    survey = wave(wave(SmallSurvey()), "2")
    survey.respondent("a", country_code="NO").response("1", "a").response("2", "a").build(*TABLES)
    assert survey.broken("who_answered_adds_up") == []
    survey.con.execute(damage)
    assert survey.broken("who_answered_adds_up") != []
