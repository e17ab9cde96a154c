"""The one way in and the one way out for files.

In: the content decides what a file is; extension, size, pages and pixels are checked; photographs lose EXIF data and
PDFs their active content. Out: only through a view that has checked visibility, as an attachment in a sandbox, or page
by page as pictures.
"""

from foundation.files.checking import CheckedUpload, check_upload
from foundation.files.names import clean_name
from foundation.files.previews import PAGE, THUMBNAIL, NoPicture, page_count, page_image
from foundation.files.serving import serve, serve_page
from foundation.files.storing import NotStored, discard, nothing_left_behind, read, store, store_upload
from foundation.files.sweeping import Swept, sweep_files
from foundation.files.types import EVERYTHING, PAPERS, WORKBOOKS, accept_of

__all__ = [
    "EVERYTHING",
    "PAGE",
    "PAPERS",
    "THUMBNAIL",
    "WORKBOOKS",
    "CheckedUpload",
    "NoPicture",
    "NotStored",
    "Swept",
    "accept_of",
    "check_upload",
    "clean_name",
    "discard",
    "nothing_left_behind",
    "page_count",
    "page_image",
    "read",
    "serve",
    "serve_page",
    "store",
    "store_upload",
    "sweep_files",
]
