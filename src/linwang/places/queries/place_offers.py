"""A place as it is offered to the desk, and the one question that tells several apart."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linwang.foundation.listing import listed
from linwang.places.queries.long_places import AccessOffered
from linwang.science.geo.points import LonLat
from linwang.science.matching.names import Candidate
from linwang.science.matching.one_question import Attribute, Possibility, Question, best_question

QUESTION_WORDS: dict[Attribute, Promise] = {
    Attribute.TOWN: _("请问是在哪个镇或街道？%(answers)s？"),
    Attribute.BEAT: _("请问在哪一片？%(answers)s？"),
    Attribute.NEAR: _("请问旁边是什么？%(answers)s？"),
    Attribute.SIDE: _("请问在哪一边？%(answers)s？"),
    Attribute.KIND: _("请问那里是什么地方？%(answers)s？"),
}

BRIDGES_ASKED, ACCESSES_TOLD = 2, 3


@dataclass(frozen=True)
class PlaceOffer:
    """One place that may be meant, with what matched and what is known to tell it from others.

    `within_metres` says how far around the point to look where the place was told by another: behind the market.
    Of a river, road or railway each stretch is offered by itself, with the `accesses` where one gets to it.
    """

    key: str
    id: int
    name: str
    matched_name: str
    kind: str
    town: str
    beat: str
    near: str
    station: str
    is_own: bool
    is_sure: bool
    lon: float
    lat: float
    reasons: tuple[str, ...]
    within_metres: int | None = None
    is_stretch: bool = False
    accesses: tuple[AccessOffered, ...] = ()

    @property
    def is_elsewhere(self) -> bool:
        """Whether the point to go to is another than the place's own."""
        return self.is_stretch or self.within_metres is not None

    @property
    def along(self) -> tuple[AccessOffered, ...]:
        """The accesses in the order of the way along the line."""
        return tuple(sorted(self.accesses, key=lambda access: access.metres_along))

    @property
    def access_names(self) -> tuple[str, ...]:
        """The few accesses nearest the middle, by name."""
        return tuple(access.name for access in self.accesses[:ACCESSES_TOLD])

    @property
    def goal(self) -> LonLat:
        """Where to send somebody: of a stretch the access nearest its middle."""
        first = next(iter(self.accesses), None)
        return LonLat(first.lon, first.lat) if first else LonLat(self.lon, self.lat)

    @property
    def label(self) -> str:
        """What it is called once it is chosen."""
        return " · ".join(filter(None, [self.name, self.town if self.is_stretch else ""]))


@dataclass(frozen=True)
class PlaceAnswer:
    """One answer to the question, and the keys of the places that remain after it."""

    value: str
    remaining: tuple[str, ...]


@dataclass(frozen=True)
class PlaceQuestion:
    """The one question, as a sentence to read aloud."""

    sentence: str
    answers: tuple[PlaceAnswer, ...]


@dataclass(frozen=True)
class PlaceOffers:
    """The likeliest places, best first, and what to ask next if they cannot be told apart yet."""

    places: tuple[PlaceOffer, ...] = ()
    question: PlaceQuestion | None = None


Offered = tuple[Candidate, PlaceOffer]


def question_of(offers: Sequence[Offered]) -> PlaceQuestion | None:
    """Asked only while no candidate is sure and more than one is left."""
    if len(offers) < 2 or offers[0][1].is_sure:
        return None
    shares = Counter(candidate.id for candidate, _offer in offers)
    twins = Counter((offer.id, offer.town) for _c, offer in offers)
    asked = [
        _possibility(n, offer, candidate.score / shares[candidate.id], has_twin=twins[offer.id, offer.town] > 1)
        for n, (candidate, offer) in enumerate(offers)
    ]
    question = best_question(asked)
    return _as_sentence(question, [offer.key for _c, offer in offers]) if question else None


def _possibility(number: int, offer: PlaceOffer, weight: float, *, has_twin: bool) -> Possibility:
    """What a caller can be asked for: a town, a landmark, what it is; nobody but us knows our beats.

    Bridges are asked for only where a river runs through one town twice: the town is the easier question.
    """
    bridges = tuple(dict.fromkeys(access.name for access in offer.accesses))[:BRIDGES_ASKED] if has_twin else ()
    near = bridges or ((offer.near,) if offer.near else ())
    told = {Attribute.TOWN: (offer.town,), Attribute.NEAR: near, Attribute.KIND: (offer.kind,)}
    known = {attribute: values for attribute, values in told.items() if any(values)}
    return Possibility(id=number, weight=max(weight, 0.01), known=known)


def _as_sentence(question: Question, keys: Sequence[str]) -> PlaceQuestion:
    answers = tuple(PlaceAnswer(one.value, tuple(keys[n] for n in one.remaining)) for one in question.answers)
    names = listed(answer.value for answer in answers)
    return PlaceQuestion(str(QUESTION_WORDS[question.attribute]) % {"answers": names}, answers)
