"""The bare page: session, person, list; three queries and nothing else."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from registrations.models import Wish

_PAGE = engines["django"].from_string(
    """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>50</title></head>
<body><h1>{{ user.username }}</h1>
<table><tr><th>Product</th><th>Producer</th><th>Commune</th><th>Round</th><th>Registered</th><th>State</th></tr>
{% for wish in rows %}<tr><td><a href="{% url "row" wish.pk %}">{{ wish.product.name }}</a></td>
<td>{{ wish.producer.name }}</td><td>{{ wish.unit.name }}</td><td>{{ wish.round.name }}</td>
<td>{{ wish.created_at|date:"d/m/Y H:i" }}</td><td>{{ wish.get_state_display }}</td></tr>{% endfor %}
</table></body></html>"""
)


@login_required
def floor(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """List the newest 50 rows, from ``pk`` downwards where one is named."""
    rows = Wish.objects.select_related("product", "producer", "unit", "round").order_by("-pk")
    found = rows.filter(pk__lte=pk) if pk else rows
    return HttpResponse(_PAGE.render({"rows": found[:50], "user": request.user}, request))


urlpatterns = [path("", floor), path("<int:pk>/", floor, name="row")]
