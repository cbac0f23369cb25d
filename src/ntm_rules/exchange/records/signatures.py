"""Detached signatures of records, by the Ed25519 key of an office; they need the library `cryptography`.

What is signed is the root, so that white space and the order of lines in the file do not matter.
"""

from base64 import b64decode, b64encode
from typing import Any

from ...model.arguments import checks_arguments
from ...model.problem import ReplayError
from ...model.text import Text
from .merkle import plain_of
from .messages import record_problem
from .record import AssessmentRecord, root_of_text

_CONTEXT = b"ntm-rules record of an assessment, format 1\n"
"""The beginning of what is signed: a signature of something else is none of a record."""
ALGORITHM = "Ed25519"
_NO_SIGNATURE = Text(
    f"tệp chữ ký không phải chữ ký {ALGORITHM} do lệnh sign ghi ra",
    f"the file of the signature holds none of {ALGORITHM}, as `sign` writes it",
)
_NO_KEYS = {
    "load_pem_public_key": Text(
        "tệp khóa công khai không phải khóa công khai ở dạng PEM",
        "the file of the public key holds no public key in PEM",
    ),
    "load_pem_private_key": Text(
        "tệp khóa không phải khóa riêng ở dạng PEM, hoặc mật khẩu không đúng",
        "the file of the key holds no private key in PEM, or the password is another",
    ),
}


@checks_arguments
def sign_record(record: AssessmentRecord, private_key: bytes, password: bytes | None = None) -> dict[str, str]:
    """The signature of a record by a private key in PEM, with the public key that it is checked by.

    Raises ReplayError where `cryptography` is not installed or the key is none of Ed25519, or has another password.
    """
    key = _loaded("load_pem_private_key", "Ed25519PrivateKey", private_key, password)
    public = key.public_key().public_bytes_raw()
    signature = key.sign(_signed(record.root))
    return {
        "signature": b64encode(signature).decode(),
        "algorithm": ALGORITHM,
        "public_key": b64encode(public).decode(),
        "root": record.root,
    }


@checks_arguments
def check_signature(record: AssessmentRecord | str, signature: str, public_key: bytes) -> None:
    """Check the text of a signature against a record or its root, and a public key in PEM: the office's, not the one beside it.

    Raises ReplayError where it is not that key's signature of this record, or cannot be read, and ArgumentError for a root
    that is none.
    """
    key = _loaded("load_pem_public_key", "Ed25519PublicKey", public_key)
    from cryptography.exceptions import InvalidSignature

    try:
        plain = plain_of(signature)
        is_known = plain["algorithm"] == ALGORITHM
        content = b64decode(plain["signature"], validate=True)
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise _unusable(_NO_SIGNATURE) from error
    if not is_known:
        raise _unusable(_NO_SIGNATURE)
    try:
        key.verify(content, _signed(root_of_text(record) if isinstance(record, str) else record.root))
    except InvalidSignature as error:
        raise ReplayError(record_problem("NTM837")) from error


def _signed(root: str) -> bytes:
    return _CONTEXT + root.encode()


def _loaded(loader: str, kind: str, content: bytes, *password: bytes | None) -> Any:
    """The key in a PEM file."""
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError as error:
        raise ReplayError(record_problem("NTM839")) from error
    try:
        key = getattr(serialization, loader)(content, *password)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _unusable(_NO_KEYS[loader]) from error
    if not isinstance(key, getattr(ed25519, kind)):
        raise _unusable(Text(f"khóa không phải {ALGORITHM}", f"it is no key of {ALGORITHM}"))
    return key


def _unusable(why: Text) -> ReplayError:
    return ReplayError(record_problem("NTM838", why=why))
