"""Does the jobs of one volume that are no pages, times them, takes them back, and prints the times as JSON."""

import json
import os
import time


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench_site.settings")
    import django

    django.setup()
    from django.db import transaction

    from accounts.models import User
    from evaluations import services
    from evaluations.models import Entry, EvaluationRound, Sheet
    from rubrics.selectors import leaf_criteria

    found = {}
    officer = User.objects.get(username="province")
    with transaction.atomic():
        closed = EvaluationRound.objects.get(name__contains="khối lượng", state="closed")
        closed = services.reopen_round(evaluation_round=closed, actor=officer, reason="Đo tốc độ.")
        began = time.perf_counter()
        services.close_round(evaluation_round=closed, actor=officer)
        seconds = round(time.perf_counter() - began, 2)
        found["close-round"] = {"seconds": seconds, "entries": closed.entries.count()}
        transaction.set_rollback(True)
    with transaction.atomic():
        entry = Entry.objects.filter(round__state="scoring").order_by("pk").first()
        member = User.objects.get(username="council7")
        answers = {leaf.pk: services.Answer(leaf.levels.all()[0].pk) for leaf in leaf_criteria(entry.rubric)}
        saved = services.save_sheet(entry=entry, actor=member, answers=answers, version=0)
        began = time.perf_counter()
        services.seal_sheet(sheet=Sheet.objects.get(pk=saved.pk), actor=member, version=saved.version)
        found["seal-sheet"] = {"seconds": round(time.perf_counter() - began, 3)}
        transaction.set_rollback(True)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
