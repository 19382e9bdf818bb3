"""Verifies DPoP proofs (RFC 9449) with Python's cryptography: prints true for each that its own key has signed.

    python3 verify_proofs.py PROOF...
"""

import base64
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def is_valid(proof):
    header, payload, signature = proof.split(".")
    point = json.loads(decoded(header))["jwk"]
    x, y, pair = decoded(point["x"]), decoded(point["y"]), decoded(signature)
    if [len(x), len(y), len(pair)] != [32, 32, 64]:
        return False
    key = ec.EllipticCurvePublicNumbers(
        int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1()).public_key()
    der = utils.encode_dss_signature(int.from_bytes(pair[:32], "big"), int.from_bytes(pair[32:], "big"))
    try:
        key.verify(der, f"{header}.{payload}".encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


json.dump([is_valid(proof) for proof in sys.argv[1:]], sys.stdout)
