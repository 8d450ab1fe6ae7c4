"""The beginning of a child process: Django is set up before anything of ours is imported."""

import pickle
import signal
from typing import Any

import django


def play_in_child(number: int, packed: bytes, answers: Any) -> None:
    """Play one part; answers are (number, what is told now and then, and the tally at the end)."""
    django.setup()
    from linwang.jobs.replay.playing import Stop, open_fast_session, play

    stop = Stop()
    stop.listen()
    # A terminal's Ctrl-C reaches the parent too, who passes it on.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    open_fast_session()
    part = pickle.loads(packed)
    answers.put((number, play(part, stop=stop, tell=lambda *told: answers.put((number, told)))))
