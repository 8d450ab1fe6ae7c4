"""How good is a rate at least, given how few it was counted from?

Question: of n people asked, k were satisfied; which share can be claimed?
Symbols: k successes of n, z = 1.96 for the two-sided 95 % interval.
Result: the lower end of the score interval,
    (p + z²/2n - z * sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n), with p = k/n.
Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
American Statistical Association 22 (1927).
"""

from math import sqrt

Z = 1.96


def at_least(successes: int, base: int) -> float | None:
    """The share that is at least there, or None where nobody was asked."""
    if not 0 <= successes <= base:
        raise ValueError("more successes than were counted")
    if base == 0:
        return None
    share, spread = successes / base, Z * Z / base
    half = Z * sqrt(share * (1 - share) / base + spread / (4 * base))
    return max(0.0, (share + spread / 2 - half) / (1 + spread))
