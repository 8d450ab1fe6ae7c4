"""Several stations played side by side, each in a process of its own."""

import multiprocessing
import pickle
import queue
from collections.abc import Sequence
from multiprocessing.process import BaseProcess
from typing import Any

from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput
from linwang.jobs.replay.child import play_in_child
from linwang.jobs.replay.playing import Part, Stop, Tell, play
from linwang.jobs.replay.tally import Tally

LOOK_SECONDS = 0.3


def play_all(parts: Sequence[Part], *, stop: Stop, tell: Tell) -> Tally:
    """Play every part, and add up what they counted; one part is played right here."""
    if len(parts) == 1:
        return play(parts[0], stop=stop, tell=tell)
    context = multiprocessing.get_context("spawn")
    answers: Any = context.Queue()
    children = [
        context.Process(target=play_in_child, args=(number, pickle.dumps(part), answers))
        for number, part in enumerate(parts)
    ]
    for child in children:
        child.start()
    try:
        return _gathered(children, answers, stop, tell)
    finally:
        for child in children:
            child.terminate()
            child.join()


def _gathered(children: Sequence[BaseProcess], answers: Any, stop: Stop, tell: Tell) -> Tally:
    tallies: dict[int, Tally] = {}
    taken, moments = [0] * len(children), [0.0] * len(children)
    passed_on = False
    while len(tallies) < len(children):
        if stop.is_asked and not passed_on:
            passed_on = True
            for child in children:
                child.terminate()
        try:
            number, answer = answers.get(timeout=LOOK_SECONDS)
        except queue.Empty:
            _check_alive(children, tallies)
            continue
        if isinstance(answer, Tally):
            tallies[number] = answer
        else:
            taken[number], moments[number] = answer
            tell(sum(taken), max(moments))
    return Tally.of_all(tallies.values())


def _check_alive(children: Sequence[BaseProcess], tallies: dict[int, Tally]) -> None:
    for number, child in enumerate(children):
        if number not in tallies and not child.is_alive():
            sentence = _("第 %(number)d 个推演进程意外结束（代码 %(code)s）。已办的都在库里，再运行一次会接着推演。")
            raise BadInput(sentence % {"number": number + 1, "code": child.exitcode})
