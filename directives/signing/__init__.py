"""Digital signatures over finished PDFs (PAdES): keys, the visible images, and the check of what others have signed.

Pure: bytes in, bytes out; no models, no database. Each signature is an incremental update, so that the bytes that were
numbered stay the beginning of every later file, and the second signature does not break the first.
"""

from directives.signing.keys import Key, KeyProblem, open_pkcs11, open_pkcs12, seal, unseal
from directives.signing.making import Box, signature_box, signed, stamp_box
from directives.signing.unchanged import nothing_else_changed
from directives.signing.validation import CheckProblem, Found, check_signatures, only_signatures_added, trust_roots

__all__ = [
    "Box",
    "CheckProblem",
    "Found",
    "Key",
    "KeyProblem",
    "check_signatures",
    "nothing_else_changed",
    "only_signatures_added",
    "open_pkcs11",
    "open_pkcs12",
    "seal",
    "signature_box",
    "signed",
    "stamp_box",
    "trust_roots",
    "unseal",
]
