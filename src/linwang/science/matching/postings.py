"""Which columns hold a feature? Lists of (column, value) by feature, summed for a query at once.

Question: given weighted features of a query, the sum of weight x value in every column.
Symbols: rows are features (n-grams, syllables), columns are documents (kinds, names).
Result: an inverted file in compressed rows; only the rows that the query names are touched.
Source: Manning, Raghavan and Schuetze, "Introduction to Information Retrieval" (2008), ch. 1 and 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """An inverted file: `starts[r]:starts[r+1]` are the places of row r in `columns` and `values`."""

    starts: NDArray[np.int32]
    columns: NDArray[np.int32]
    values: NDArray[np.float32]
    column_count: int

    @classmethod
    def of(cls, rows: Whole, columns: Whole, values: Real, *, shape: tuple[int, int]) -> Self:
        """Gather triples; values of the same row and column add up."""
        table = sparse.coo_matrix((values.astype(np.float32), (rows, columns)), shape=shape).tocsr()
        return cls(table.indptr.astype(np.int32), table.indices.astype(np.int32), table.data, shape[1])

    def hits(self, rows: Whole) -> tuple[Whole, Whole]:
        """Places of all entries of these rows, and for each the number of its row within `rows`."""
        first = self.starts[rows].astype(np.int64)
        count = self.starts[rows + 1] - first
        which = np.repeat(np.arange(len(rows)), count)
        places = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
        return places, which

    def sums(self, rows: Whole, weights: Real) -> Real:
        """For each column the sum of weight x value over the rows asked for."""
        places, which = self.hits(rows)
        products = self.values[places] * weights[which]
        sums = np.bincount(self.columns[places], weights=products, minlength=self.column_count)
        return sums.astype(np.float64)

    def column_norms(self, row_weights: Real) -> Real:
        """Length of each column after its rows are weighted."""
        per_entry = self.values * np.repeat(row_weights, np.diff(self.starts))
        squares = np.bincount(self.columns, weights=per_entry**2, minlength=self.column_count)
        return np.asarray(np.sqrt(squares), dtype=np.float64)
