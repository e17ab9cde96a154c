"""Prints as JSON where the pages of one volume are, and who looks at them: ``{page: [login, address]}``."""

import json
import os


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench_site.settings")
    import django

    django.setup()
    from django.urls import reverse

    from evaluations.models import Certificate, Entry
    from registrations.models import Dossier

    at_home = Dossier.objects.filter(unit__offices__memberships__user__username="commune").order_by("pk")
    checked = at_home.filter(state="received").first()
    draft = Dossier.objects.filter(producer__members__user__username="producer", state="draft").first()
    judged = Entry.objects.filter(round__name__contains="khối lượng", round__state="closed")
    middle = judged.order_by("result_order")[judged.count() // 2]
    discussed = Entry.objects.filter(round__state="discussion").order_by("pk").first()
    scored = Entry.objects.filter(round__state="scoring").order_by("pk").last()
    certificate = Certificate.objects.filter(state="valid").order_by("pk").first()
    pages = {
        "registrations-list": ("province", reverse("registrations:wishes")),
        "commune-queue": ("commune", reverse("registrations:queue")),
        "dossier": ("commune", reverse("registrations:dossier", args=[checked.pk])),
        "dossier-draft": ("producer", reverse("registrations:dossier", args=[draft.pk])),
        "office-dossiers": ("province", reverse("registrations:office_dossiers")),
        "ranking": ("council1", reverse("evaluations:results", args=[middle.round_id])),
        "entry": ("council1", reverse("evaluations:entry", args=[middle.pk])),
        "entry-discussion": ("council1", reverse("evaluations:entry", args=[discussed.pk])),
        "leader": ("leader", reverse("dashboards:leader")),
        "front": ("", reverse("catalogue:home")),
        "products": ("", reverse("catalogue:products")),
        "product": ("", reverse("catalogue:product", args=[certificate.recognition.product_id])),
        "verify": ("", reverse("catalogue:certificate", args=[certificate.token])),
    }
    posts = {"sheet": ("council5", reverse("evaluations:sheet", args=[scored.pk]))}
    print(json.dumps({"pages": pages, "posts": posts}))


if __name__ == "__main__":
    main()
