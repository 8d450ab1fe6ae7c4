from collections import Counter

import numpy as np

from linwang.jobs.demo.layout import Town
from linwang.jobs.demo.people import build_staff
from linwang.jobs.demo.staff import Staff


def test_the_same_seed_gives_the_same_people(county: Town, staff: Staff) -> None:
    again = build_staff(np.random.default_rng(8), county)

    assert again.workers == staff.workers
    assert again.units == staff.units


def test_every_role_is_held_and_logins_are_used_once(staff: Staff) -> None:
    roles = Counter(worker.role for worker in staff.workers)

    assert len({worker.login for worker in staff.workers}) == len(staff.workers)
    assert roles["warden"] >= 200
    assert {"analyst", "chief", "duty_officer", "dispatcher", "grid_worker", "mediator", "agency"} <= set(roles)


def test_nobody_sits_in_two_units(staff: Staff) -> None:
    seats = Counter(login for unit in staff.units for login in unit.crew)

    assert max(seats.values()) == 1
    assert len({(unit.station, unit.call_sign) for unit in staff.units}) == len(staff.units)


def test_a_unit_of_police_has_an_officer_in_it(staff: Staff) -> None:
    ranks = {worker.login: worker.rank for worker in staff.workers}

    for unit in staff.units:
        if unit.authority == "police":
            assert "officer" in {ranks[login] for login in unit.crew}


def test_telephone_numbers_reach_nobody(staff: Staff) -> None:
    mobiles = [worker.phone for worker in staff.workers if worker.role != "agency"]

    assert all(phone.startswith("128") and len(phone) == 11 for phone in mobiles)
