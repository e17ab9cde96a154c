"""The screens of imported lists."""

from registrations.views.imports.acts import (
    import_accept,
    import_discard,
    import_retry,
    import_row_act,
    import_take_doubtful,
    import_undo,
)
from registrations.views.imports.batch import import_page
from registrations.views.imports.columns import import_columns
from registrations.views.imports.downloads import import_marked, import_source, import_template
from registrations.views.imports.lists import import_create, imports
from registrations.views.imports.mending import import_row

__all__ = [
    "import_accept",
    "import_columns",
    "import_create",
    "import_discard",
    "import_marked",
    "import_page",
    "import_retry",
    "import_row",
    "import_row_act",
    "import_source",
    "import_take_doubtful",
    "import_template",
    "import_undo",
    "imports",
]
