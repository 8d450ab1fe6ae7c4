"""Questions asked of the catalogue of duties."""

from linwang.incidents.queries.catalogue.history import Version, history_of
from linwang.incidents.queries.catalogue.pages import (
    CataloguePage,
    ItemForm,
    ItemPage,
    SectionLine,
    catalogue_mark,
    catalogue_page,
    export_catalogue,
    item_form,
    item_page,
    kind_page,
    section_page,
)
from linwang.incidents.queries.catalogue.stored import content_of

__all__ = [
    "CataloguePage",
    "ItemForm",
    "ItemPage",
    "SectionLine",
    "Version",
    "catalogue_mark",
    "catalogue_page",
    "content_of",
    "export_catalogue",
    "history_of",
    "item_form",
    "item_page",
    "kind_page",
    "section_page",
]
