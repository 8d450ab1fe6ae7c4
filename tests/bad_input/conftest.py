"""The same ground as the matrix's."""

from tests.authorisation.conftest import ground

__all__ = ["ground"]
