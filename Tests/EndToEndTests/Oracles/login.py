"""Makes and reads a session of `aws login`, in the cache in the home directory.

    login.py make EXPIRY    makes one with a key of its own; prints the path of its file
    login.py check PROOF    prints what a DPoP proof is for, and whether the session's key has signed it
    login.py load           prints the access key that botocore reads there
"""

import base64
import hashlib
import json
import os
import sys
import time

from botocore.credentials import LoginCredentialFetcher, LoginTokenLoader
from botocore.utils import JSONFileCache, get_login_token_cache_directory
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

SESSION = "arn:aws:sts::012345678901:me"
LOADER = LoginTokenLoader(JSONFileCache(get_login_token_cache_directory()))


def make(expiry):
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
    LOADER.save_token(SESSION, {
        "accessToken": {"accessKeyId": "ASIAOLD", "secretAccessKey": "s3cr3t-key", "sessionToken": "s3cr3t-session",
                        "accountId": "012345678901", "expiresAt": expiry},
        "tokenType": "aws_sigv4", "refreshToken": "s3cr3t-refresh-1",
        "clientId": "arn:aws:signin:::devtools/same-device", "dpopKey": pem.decode()})
    name = hashlib.sha256(SESSION.encode()).hexdigest() + ".json"
    return os.path.join(get_login_token_cache_directory(), name)


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def check(proof):
    header, payload, signature = proof.split(".")
    pair = decoded(signature)
    der = utils.encode_dss_signature(int.from_bytes(pair[:32], "big"), int.from_bytes(pair[32:], "big"))
    key = serialization.load_pem_private_key(LOADER.load_token(SESSION)["dpopKey"].encode(), None).public_key()
    try:
        key.verify(der, f"{header}.{payload}".encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return {"isValid": False, "url": "", "age": 0}
    claims = json.loads(decoded(payload))
    return {"isValid": len(pair) == 64, "url": claims["htu"], "age": time.time() - claims["iat"]}


def load():
    return LoginCredentialFetcher(SESSION, LOADER, None).load_cached_credentials()["access_key"]


json.dump({"make": make, "check": check, "load": load}[sys.argv[1]](*sys.argv[2:]), sys.stdout)
