"""Questions asked of the catalogue of duties."""

from linwang.incidents.queries.catalogue.history import Version, history_of
from linwang.incidents.queries.catalogue.pages import (
    CataloguePage,
    Choices,
    ItemPage,
    SectionLine,
    catalogue_page,
    choices,
    export_catalogue,
    item_page,
    kind_page,
    section_page,
)
from linwang.incidents.queries.catalogue.stored import content_of

__all__ = [
    "CataloguePage",
    "Choices",
    "ItemPage",
    "SectionLine",
    "Version",
    "catalogue_page",
    "choices",
    "content_of",
    "export_catalogue",
    "history_of",
    "item_page",
    "kind_page",
    "section_page",
]
