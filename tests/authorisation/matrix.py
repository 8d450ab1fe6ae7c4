"""Who may ask for what: the one table that a reader checks, written apart from the code that decides.

A row is an address, how it is asked, who is answered, and whose record it is about. Whoever is not named is
refused (403); nobody signed in is sent to sign in (302). A record of another station does not exist for a
station (404), and the bureau reaches both. A new address without a row here fails the build.
"""

from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """What an asker gets; `let in` is any answer of the page or act itself, also its refusal in the domain's words."""

    LET_IN = "let in"
    REFUSED = "403"
    HIDDEN = "404"
    SIGN_IN = "302"


@dataclass(frozen=True)
class Row:
    """`record` names what the address or the form points at; an act carries a form that would succeed."""

    name: str
    method: str
    who: frozenset[str]
    record: str = ""
    form: str = ""

    @property
    def as_words(self) -> str:
        return f"{self.method} {self.name}"


def _who(words: str) -> frozenset[str]:
    return frozenset(words.split())


TAKERS = _who("call_taker dispatcher duty_officer chief")
DESK = _who("dispatcher duty_officer chief")
LEADERS = _who("duty_officer chief")
READERS = TAKERS | _who("community_officer case_officer analyst")
OFFICERS_OUT = _who("community_officer case_officer")
FIELD = OFFICERS_OUT | _who("auxiliary warden volunteer guard grid_worker")
CALLERS_SEEN = TAKERS | OFFICERS_OUT
CALLING_BACK = TAKERS | _who("community_officer")
AGENCY = _who("agency")
EXPORTING = LEADERS | _who("analyst")
PEOPLE = _who("chief administrator")
MACHINES = _who("administrator")
CATALOGUE = READERS | _who("administrator")
CATALOGUE_HAND = LEADERS | _who("administrator")
ALL = READERS | FIELD | AGENCY | PEOPLE | _who("mediator")
ANYBODY = ALL | _who("nobody")

TABLE = (
    # the frame
    Row("home", "GET", ALL),
    Row("choices", "POST", ANYBODY),
    Row("live", "GET", ALL),
    Row("base_map", "GET", ALL),
    Row("healthz", "GET", ANYBODY),
    Row("readyz", "GET", ANYBODY),
    Row("metrics", "GET", ANYBODY),
    Row("last_paper", "GET", ANYBODY),
    Row("positions", "GET", ANYBODY),
    Row("positions", "POST", ANYBODY),
    # the board, the search, the shift
    Row("incidents:board", "GET", READERS),
    Row("incidents:paper", "GET", READERS),
    Row("incidents:wall", "GET", READERS),
    Row("incidents:board_list", "GET", READERS),
    Row("incidents:board_rows", "GET", READERS),
    Row("incidents:board_units", "GET", READERS),
    Row("incidents:board_points", "GET", READERS),
    Row("incidents:search", "GET", READERS),
    Row("incidents:search_phone", "POST", CALLERS_SEEN, form="phone=13900000000&reason=回拨核实"),
    Row("incidents:export", "POST", EXPORTING, form="purpose=研判"),
    Row("incidents:exports", "GET", EXPORTING),
    Row("incidents:approve_export", "POST", EXPORTING, "export"),
    Row("incidents:take_export", "POST", EXPORTING, "export"),
    Row("incidents:shift", "GET", TAKERS),
    Row("incidents:give_shift", "POST", TAKERS),
    Row("incidents:shift_hand_over", "GET", TAKERS, "hand_over"),
    Row("incidents:take_shift", "POST", TAKERS, "own_shift"),
    # taking calls
    Row("incidents:take_call", "GET", TAKERS),
    Row("incidents:take_call", "POST", TAKERS, form="words=钱包被偷&channel=phone"),
    Row("incidents:order_now", "POST", TAKERS, form="words=钱包被偷&channel=phone"),
    Row("incidents:suggest", "POST", TAKERS, form="words=钱包被偷"),
    Row("incidents:questions", "POST", TAKERS, form="kind=theft.market"),
    Row("incidents:places", "GET", TAKERS),
    Row("incidents:at_point", "GET", TAKERS),
    Row("incidents:save_draft", "POST", TAKERS, form="words=钱包&serial=1"),
    Row("incidents:discard_draft", "POST", TAKERS, "draft"),
    Row("incidents:restore_draft", "POST", TAKERS, "draft"),
    Row("incidents:ringing", "GET", TAKERS),
    Row("incidents:answer_ring", "POST", TAKERS, "incoming"),
    # one incident
    Row("incidents:incident", "GET", READERS, "number"),
    Row("incidents:incident_parts", "GET", READERS, "number"),
    Row("incidents:run_sheet", "GET", READERS, "number"),
    Row("incidents:same_event", "GET", READERS, "number"),
    Row("incidents:photo", "GET", READERS, "photo"),
    Row("incidents:all_units", "GET", DESK, "number"),
    Row("incidents:fan", "GET", DESK, "number"),
    Row("incidents:talk", "GET", TAKERS, "number"),
    Row("incidents:talk", "POST", TAKERS, "number", "further_words=又来电"),
    Row("incidents:three_way", "POST", TAKERS, "number", "with_whom=消防站"),
    Row("incidents:merge", "POST", TAKERS, "number", "merged={second}&words=同一警情"),
    Row("incidents:unmerge", "POST", TAKERS, "number", "words=不是同一警情"),
    Row("incidents:correct_kind", "GET", TAKERS, "number"),
    Row("incidents:correct_kind", "POST", TAKERS, "number", "kind=theft.from_vehicle&words=听错了"),
    Row("incidents:correct_place", "GET", TAKERS, "number"),
    Row("incidents:correct_place", "POST", TAKERS, "number", "words=东门&lon=120.91&lat=30.21"),
    Row("incidents:answers", "GET", TAKERS, "number"),
    Row("incidents:answers", "POST", TAKERS, "number", "answer.what=钱包"),
    Row("incidents:tick", "POST", TAKERS, "number", "step=see"),
    Row("incidents:untick", "POST", TAKERS, "number", "step=see"),
    Row("incidents:note", "POST", TAKERS, "number", "words=已通知家属"),
    Row("incidents:strike", "POST", TAKERS, "number", "line={line}&words=记错了"),
    Row("incidents:see_caller", "POST", CALLERS_SEEN, "number", "call={call}&reason=回拨核实"),
    Row("incidents:dispatch", "POST", DESK, "number", "units={spare}"),
    Row("incidents:undo_dispatch", "POST", DESK, "number", "orders={order}"),
    Row("incidents:move", "POST", DESK, "number", "assignment={order}&to=acknowledged"),
    Row("incidents:recall", "POST", DESK, "number", "assignment={order}&words=派错了"),
    Row("incidents:backup", "POST", DESK, "number", "assignment={order}&words=人多"),
    Row("incidents:report", "POST", DESK, "number", "assignment={order}&kind=settled&words=已劝开"),
    Row("incidents:send_back", "POST", DESK, "number", "assignment={order}&words=请补充"),
    Row("incidents:tell_agencies", "POST", DESK, "number", "partners={partner}&asked=封路"),
    Row("incidents:answer_for_agency", "POST", DESK, "number", "task={task}&to=accepted"),
    Row("incidents:withdraw_agency", "POST", DESK, "number", "task={task}&words=不需要了"),
    Row("incidents:close", "POST", DESK, "number", "disposition=handled&words=已办"),
    Row("incidents:reopen", "POST", DESK, "number", "words=又来电"),
    Row("incidents:refer", "POST", DESK, "number", "to_words=社区居委会&words=请处理"),
    Row("incidents:hand_over", "POST", DESK, "number", "to_station={bureau}&words=请接"),
    Row("incidents:accept_hand_over", "POST", DESK, "number"),
    Row("incidents:decline_hand_over", "POST", DESK, "number", "words=不归我们"),
    Row("incidents:take_back_hand_over", "POST", DESK, "number"),
    Row("incidents:call_back", "POST", CALLING_BACK, "number", "result=reached&satisfaction=4&is_solved=yes"),
    # call-outs
    Row("incidents:start_call_out", "GET", DESK, "number"),
    Row(
        "incidents:start_call_out",
        "POST",
        DESK,
        "number",
        "tasks=carry&grids={grid}&needed=2&meeting_place=操场&hours=6&words=搬沙袋",
    ),
    Row("incidents:call_out_advice", "GET", DESK, "number"),
    Row("incidents:call_out", "GET", DESK, "call_out"),
    Row("incidents:call_out_parts", "GET", DESK, "call_out"),
    Row("incidents:call_out_roll", "GET", DESK, "call_out"),
    Row("incidents:call_out_poster", "GET", DESK, "call_out"),
    Row("incidents:ask_more", "POST", DESK, "call_out", "count=1&widen=1"),
    Row("incidents:change_need", "POST", DESK, "call_out", "needed=5"),
    Row("incidents:mark_called", "POST", DESK, "call_out", "mark={called}:here"),
    Row("incidents:form_team", "POST", DESK, "call_out", "task=搬沙袋&place=桥头&members={called}"),
    Row("incidents:change_team", "POST", DESK, "call_out", "team={helper_team}&task=劝返&place=桥头&leader={led_by}"),
    Row("incidents:move_member", "POST", DESK, "call_out", "called={led_by}&team="),
    Row("incidents:count_rescued", "POST", DESK, "call_out", "people=2&place=桥头"),
    Row("incidents:strike_rescue", "POST", DESK, "call_out", "rescue={rescue}"),
    Row("incidents:stand_down", "POST", DESK, "call_out"),
    Row("incidents:end_call_out", "POST", DESK, "call_out"),
    Row("incidents:callbacks", "GET", CALLING_BACK),
    Row("incidents:referrals", "GET", READERS),
    Row("incidents:answer_referral", "POST", DESK, "receipt", "words=已处理"),
    Row("incidents:agency_tasks", "GET", AGENCY),
    Row("incidents:answer_task", "POST", AGENCY, "task", "to=accepted"),
    # the phone of somebody on duty
    Row("duty:phone", "GET", FIELD),
    Row("duty:phone_now", "GET", FIELD),
    Row("duty:on_duty", "POST", FIELD, "unit", "unit={unit}"),
    Row("duty:off_duty", "POST", FIELD),
    Row("duty:act", "POST", FIELD, "own_order", "json"),
    Row("duty:add_photo", "POST", FIELD, "own_order", "photo"),
    Row("duty:photo", "GET", FIELD, "crew_photo"),
    Row("duty:caller", "POST", OFFICERS_OUT, "own_order", "json"),
    Row("duty:trail", "GET", FIELD),
    Row("duty:own_position", "POST", FIELD, form="json"),
    Row("duty:worker", "GET", ANYBODY),
    # the catalogue: the bureau's, the same for all its stations
    Row("catalogue:list", "GET", CATALOGUE),
    Row("catalogue:export", "GET", CATALOGUE),
    Row("catalogue:section", "GET", CATALOGUE),
    Row("catalogue:item", "GET", CATALOGUE),
    Row("catalogue:import", "GET", CATALOGUE_HAND),
    Row("catalogue:import", "POST", CATALOGUE_HAND),
    Row("catalogue:new", "GET", CATALOGUE_HAND),
    Row("catalogue:new", "POST", CATALOGUE_HAND),
    Row("catalogue:edit", "GET", CATALOGUE_HAND),
    Row("catalogue:edit", "POST", CATALOGUE_HAND),
    Row("catalogue:remove", "POST", CATALOGUE_HAND),
    # reference data, people, settings, keys
    Row("places:import", "GET", MACHINES),
    Row("places:import", "POST", MACHINES),
    Row("places:aliases", "GET", TAKERS),
    Row("places:confirm_alias", "POST", TAKERS, "proposal"),
    Row("places:refuse_alias", "POST", TAKERS, "proposal"),
    Row("personnel:me", "GET", ALL),
    Row("personnel:set_pin", "POST", ALL, form="pin=493817"),
    Row("personnel:second_factor", "GET", ALL),
    Row("personnel:lock", "GET", ALL),
    Row("personnel:lock", "POST", ALL),
    Row("personnel:people", "GET", PEOPLE),
    Row("personnel:add_person", "GET", PEOPLE),
    Row("personnel:add_person", "POST", PEOPLE),
    Row("personnel:person", "GET", PEOPLE, "person"),
    Row("personnel:person", "POST", PEOPLE, "person"),
    Row("personnel:give_password", "POST", PEOPLE, "person"),
    Row("personnel:settings", "GET", PEOPLE),
    Row("personnel:change_setting", "POST", PEOPLE, form="value=15"),
    Row("personnel:keys", "GET", MACHINES),
    Row("personnel:keys", "POST", MACHINES),
    Row("personnel:revoke_key", "POST", MACHINES, "prefix"),
)

ASKED_ELSEWHERE = {
    "incidents:join": "opened by whoever holds a signed link: tests/web/incidents/test_join.py",
    "incidents:leave": "opened by whoever holds a signed link and joined: tests/web/incidents/test_join.py",
    "to_the_entrance": "sends everybody back to where they sign in: tests/authorisation/test_accounts.py",
    "personnel:unlock": "answers 403 to a wrong PIN, whoever asks: tests/web/personnel/test_desk.py",
}

OPERATIONS = {
    ("post", "/api/v1/calls"): "calls",
    ("post", "/api/v1/telephone/ringing"): "telephone",
    ("post", "/api/v1/telephone/ended"): "telephone",
    ("get", "/api/v1/agency/tasks"): "agency_status",
    ("post", "/api/v1/agency/tasks/{task}"): "agency_status",
    ("post", "/api/v1/positions"): "positions",
    ("get", "/api/v1/exports/incidents"): "export",
}
"""Which scope opens which operation; every other scope is refused, and no key or a stopped one is unknown (401)."""
