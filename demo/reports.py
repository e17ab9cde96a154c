"""What offices report on the tasks of letters: most of it done, one left late, so that the late ones can be seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import people_of_office
from demo.people import who
from demo.places import Places
from directives import services
from directives.models import Task
from foundation import clock

# The commune whose report on the province's last call is still missing.
LATE = "xã Dục Nông"


def tell(places: Places) -> None:
    """Report and accept the tasks with a deadline that lies behind the stories."""
    done = "Đã thông tin đến các chủ thể, hướng dẫn lập hồ sơ và gửi đúng hạn."
    _report(places, "ngọc hồi", done, judge="district")
    _report(places, "đắk glong", done, judge="chuyenvien_dg")
    _report(
        places,
        "quảng ngãi",
        done,
        judge="province",
        late=lambda task: "đợt 2" in task.summary and LATE in task.assignee.name,
    )


def _report(
    places: Places, key: str, text: str, *, judge: str, late: Callable[[Task], bool] = lambda _task: False
) -> None:
    committee = places.offices["ubnd tỉnh" if key == "quảng ngãi" else f"ubnd {key}"]
    tasks = Task.objects.filter(document__office=committee, due_at__isnull=False).select_related("assignee", "document")
    for task in tasks.order_by("pk"):
        if task.due_at is None or task.due_at > clock.now() or late(task):
            continue
        with clock.frozen(task.due_at - timedelta(days=2)):
            person = _worker(task)
            reported = services.take_task(task=task, actor=person)
            services.report_task(task=reported, actor=person, text=text)
        with clock.frozen(task.due_at - timedelta(days=1)):
            task.refresh_from_db()
            services.accept_report(task=task, actor=who(judge))


def _worker(task: Task) -> User:
    roles = (Role.COMMUNE_OFFICER, Role.ROUND_OFFICER, Role.LEADER)
    return next(
        people_of_office(task.assignee, role).order_by("pk")[0]
        for role in roles
        if people_of_office(task.assignee, role).exists()
    )
