"""What signing in leaves behind: sessions, and who tried from which address."""

from datetime import datetime, timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session

KEPT = timedelta(days=30)
"""Long enough to look into an attempt; addresses of computers are personal details too."""


def forget_sign_ins(*, at: datetime) -> int:
    """Delete sessions that are over and attempts of long ago; returns how many."""
    over, _by_model = Session.objects.filter(expire_date__lt=at).delete()
    tried = [
        model.objects.filter(attempt_time__lt=at - KEPT).delete()[0]
        for model in (AccessAttempt, AccessLog, AccessFailureLog)
    ]
    return over + sum(tried)
