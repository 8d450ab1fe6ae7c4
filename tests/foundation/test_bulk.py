"""Rows written by COPY: what is enciphered on the way needs keys that the busy connection could not fetch."""

from datetime import datetime

import pytest

from linwang.foundation import bulk, vault
from linwang.foundation.models import DataKey
from linwang.incidents.models import Call, Caller
from tests.builders import make_town
from tests.incidents.making import make_incident

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_personal_details_are_copied_into_a_database_without_any_key(transactional_db: None, now: datetime) -> None:
    town = make_town()
    make_incident(town, now)
    Caller.objects.all().delete()
    DataKey.objects.all().delete()
    vault.forget()
    call = Call.objects.get()

    bulk.copy_rows(Caller, iter([{"call_id": call.pk, "name": "", "phone": "13800000000"}]))

    assert Caller.objects.get().phone == "13800000000"
    vault.forget()
