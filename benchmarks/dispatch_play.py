"""Plays one world by one rule: when units arrive, which come late, and what ground nobody reaches meanwhile."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np

from benchmarks.dispatch_world import World
from linwang.science.dispatching.cover import Cover, busy_share_of
from linwang.science.dispatching.move_up import best_move_up


@dataclass
class Now:
    """Where every unit is: at a post, busy, or moving up (`ready` is when it is there)."""

    world: World
    at: float = 0.0
    post: np.ndarray = field(default_factory=lambda: np.empty(0, int))
    is_free: np.ndarray = field(default_factory=lambda: np.empty(0, bool))
    ready: np.ndarray = field(default_factory=lambda: np.empty(0))

    @classmethod
    def start(cls, world: World) -> "Now":
        """Everybody free at home."""
        return cls(world, 0.0, world.home.copy(), np.ones(world.units, bool), np.zeros(world.units))

    def seconds(self, call: int) -> np.ndarray:
        """From every unit to the call, with what is left of a move."""
        world = self.world
        return world.to_call[world.way, self.post, call] + np.maximum(self.ready - self.at, 0.0)

    def cover(self) -> Cover:
        """The cover by the free units, as the desk knows the demand."""
        world = self.world
        reaches = world.known_reach[world.way, self.post] & self.is_free[:, None]
        return Cover(world.known.demand, reaches, busy_share_of(busy=int((~self.is_free).sum()), units=world.units))

    def uncovered(self) -> float:
        """The share of the demand that no free unit reaches in time."""
        world = self.world
        reached = (world.true_reach[world.way, self.post] & self.is_free[:, None]).any(axis=0)
        return float(world.true.demand[~reached].sum())


Rule = Callable[[Now, int], int]
"""Which free unit goes to the call."""


@dataclass(frozen=True)
class Played:
    """What became of the calls: seconds until somebody was there, and the demand left uncovered over time."""

    waits: np.ndarray
    limits: np.ndarray
    uncovered: float
    moves: int
    busy: float

    def row(self, name: str) -> dict[str, object]:
        """What is printed and written."""
        minutes = self.waits / 60
        return {
            "name": name, "mean_min": round(float(minutes.mean()), 3), "p50_min": round(float(np.median(minutes)), 3),
            "p90_min": round(float(np.quantile(minutes, 0.9)), 3),
            "late_share": round(float((self.waits > self.limits).mean()), 4),
            "uncovered_share": round(self.uncovered, 4), "busy_share": round(self.busy, 3),
            "moves_per_call": round(self.moves / len(self.waits), 3), "calls": len(self.waits),
        }  # fmt: skip


class Play:
    """One run; what happens next lies in a heap, calls that find nobody free wait in the order they came."""

    def __init__(self, world: World, rule: Rule, *, moves_up: bool = False) -> None:
        self.world, self.rule, self.moves_up = world, rule, moves_up
        self.now = Now.start(world)
        self.waits = np.zeros(len(world.rang))
        self.back: list[tuple[float, int]] = []
        self.queue: deque[int] = deque()
        self.movers: dict[int, int] = {}
        self.moves = 0
        self._open, self._busy_time, self._last = 0.0, 0.0, 0.0
        self._uncovered = self.now.uncovered()

    def run(self) -> Played:
        """Play all calls."""
        for call, rang in enumerate(self.world.rang):
            while self.back and self.back[0][0] <= rang:
                self._come_back(*heappop(self.back))
            self._pass_to(rang)
            self.queue.append(call)
            self._serve()
        span, open_time, busy = self._last, self._open, self._busy_time
        while self.queue:
            self._come_back(*heappop(self.back))
        return Played(self.waits, self.world.limit, open_time / span, self.moves, busy / span / self.world.units)

    def _pass_to(self, at: float) -> None:
        """Time passes: what is uncovered counts as long as it lasts."""
        self._open += (at - self._last) * self._uncovered
        self._busy_time += (at - self._last) * int((~self.now.is_free).sum())
        self._last = self.now.at = at

    def _come_back(self, at: float, unit: int) -> None:
        self._pass_to(at)
        self.now.is_free[unit], self.now.post[unit] = True, self.world.home[unit]
        mover = self.movers.pop(unit, None)
        if mover is not None and self.now.is_free[mover]:
            self._move(mover, int(self.world.home[mover]))
        self._serve()

    def _serve(self) -> None:
        while self.queue and self.now.is_free.any():
            self._send(self.queue.popleft())
        self._uncovered = self.now.uncovered()

    def _send(self, call: int) -> None:
        world, now = self.world, self.now
        unit = self.rule(now, call)
        cover = now.cover() if self.moves_up else None
        way = float(now.seconds(call)[unit])
        home = float(world.to_call[world.way[unit], world.home[unit], call])
        self.waits[call] = now.at + way - world.rang[call]
        now.is_free[unit], now.ready[unit] = False, 0.0
        heappush(self.back, (now.at + way + world.work[call] + home, unit))
        if cover is not None:
            self._move_up(cover, unit)

    def _move_up(self, cover: Cover, unit: int) -> None:
        """One other unit moves to where the one that left waited, if some ground was left alone and it is worth it."""
        if not len(cover.left_alone_by(unit)):
            return
        reaches = self.world.known_reach[0]
        is_post = np.arange(len(reaches)) == self.now.post[unit]
        may = self.now.is_free & (self.now.ready <= self.now.at) & (self.now.post == self.world.home)
        move = best_move_up(cover.without(unit), reaches, may_move=may, posts=is_post)
        if move is not None:
            self.movers[unit] = move.unit
            self.moves += 1
            self._move(move.unit, move.post)

    def _move(self, unit: int, post: int) -> None:
        world, now = self.world, self.now
        now.ready[unit] = now.at + world.to_post[world.way[unit], now.post[unit], post]
        now.post[unit] = post
