"""Makes access-tokens.json: valid tokens, and tokens that must be refused, signed by the library cryptography.

Usage: make_tokens.py > access-tokens.json, with a Python that has cryptography (moto installs it). The keys are not kept.
"""

import base64
import hashlib
import hmac
import json

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

NOW = 1679832000  # 2023-03-26T12:00:00Z
ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE"
CLIENT = "client1"
SUB = "11111111-2222-3333-4444-555555555555"

key = rsa.generate_private_key(65537, 2048)
other = rsa.generate_private_key(65537, 2048)
small = rsa.generate_private_key(65537, 1024)
curve = ec.generate_private_key(ec.SECP256R1())


def url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value):
    return url(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def jwk(private, kid):
    numbers = private.public_key().public_numbers()
    return {"kty": "RSA", "kid": kid, "use": "sig", "alg": "RS256", "n": number(numbers.n), "e": number(numbers.e)}


point = curve.public_key().public_numbers()
KEYS = {"keys": [
    jwk(key, "one"), jwk(small, "small"), {**jwk(key, "for-encryption"), "use": "enc"}, {**jwk(key, "rs512"), "alg": "RS512"},
    {"kty": "EC", "kid": "curve", "crv": "P-256", "x": number(point.x), "y": number(point.y)},
    {"kty": "oct", "kid": "secret", "k": url(b"secret")}, {"kty": "RSA", "kid": "broken", "n": "!", "e": "AQAB"}, {}, 1,
]}
HEADER = {"alg": "RS256", "kid": "one"}
CLAIMS = {
    "sub": SUB, "iss": ISSUER, "client_id": CLIENT, "token_use": "access", "iat": NOW - 10, "exp": NOW + 3600,
    "auth_time": NOW - 10, "jti": "a", "username": "u", "scope": "aws.cognito.signin.user.admin"}


def rs(private, algorithm=None, scheme=None):
    return lambda message: private.sign(message, scheme or padding.PKCS1v15(), algorithm or hashes.SHA256())


def hs(secret):
    return lambda message: hmac.new(secret, message, hashlib.sha256).digest()


def token(header=None, claims=None, sign=rs(key)):
    parts = [url(part if isinstance(part, bytes) else json.dumps(part).encode())
             for part in ({**HEADER, **(header or {})} if not isinstance(header, bytes) else header,
                          {k: v for k, v in {**CLAIMS, **(claims or {})}.items() if v is not ...}
                          if not isinstance(claims, bytes) else claims)]
    message = ".".join(parts)
    return f"{message}.{url(sign(message.encode()))}"


pem = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
der = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
pss = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.MAX_LENGTH)
good = token()
head, body, signature = good.split(".")
cases = [
    ("as the pool issues it", good, True),
    ("iat within the leeway", token(claims={"iat": NOW + 59}), True),
    ("nbf within the leeway", token(claims={"nbf": NOW + 59}), True),
    ("times with a fraction", token(claims={"exp": NOW + 1.5, "iat": NOW - 0.5}), True),
    ("without iat", token(claims={"iat": ...}), True),
    ("typ and more in the header", token({"typ": "JWT", "x": [1]}), True),
    ("exp is now", token(claims={"exp": NOW}), False),
    ("exp in the past", token(claims={"exp": NOW - 1}), False),
    ("without exp", token(claims={"exp": ...}), False),
    ("exp as text", token(claims={"exp": str(NOW + 3600)}), False),
    ("exp as null", token(claims={"exp": None}), False),
    ("iat in the future", token(claims={"iat": NOW + 120}), False),
    ("nbf in the future", token(claims={"nbf": NOW + 120}), False),
    ("nbf as text", token(claims={"nbf": "0"}), False),
    ("another pool", token(claims={"iss": ISSUER + "2"}), False),
    ("without iss", token(claims={"iss": ...}), False),
    ("iss as a list", token(claims={"iss": [ISSUER]}), False),
    ("an id token", token(claims={"token_use": "id", "aud": CLIENT}), False),
    ("without token_use", token(claims={"token_use": ...}), False),
    ("another client", token(claims={"client_id": "client2"}), False),
    ("without client_id", token(claims={"client_id": ...}), False),
    ("client_id as a list", token(claims={"client_id": [CLIENT]}), False),
    ("without sub", token(claims={"sub": ...}), False),
    ("an empty sub", token(claims={"sub": ""}), False),
    ("sub as a number", token(claims={"sub": 1}), False),
    ("another key", token(sign=rs(other)), False),
    ("the hash of RS384", token(sign=rs(key, hashes.SHA384())), False),
    ("the padding of PS256", token(sign=rs(key, scheme=pss)), False),
    ("alg none without a signature", token({"alg": "none"}, sign=lambda _: b""), False),
    ("alg NONE", token({"alg": "NONE"}, sign=lambda _: b""), False),
    ("alg none with a signature", token({"alg": "none"}), False),
    ("RS256 without a signature", token(sign=lambda _: b""), False),
    ("HS256 by the public key as PEM", token({"alg": "HS256"}, sign=hs(pem)), False),
    ("HS256 by the public key as DER", token({"alg": "HS256"}, sign=hs(der)), False),
    ("RS256 said, HS256 done by the public key", token(sign=hs(pem)), False),
    ("HS256 by the pool's oct key", token({"alg": "HS256", "kid": "secret"}, sign=hs(b"secret")), False),
    ("RS256 with the oct key's id", token({"kid": "secret"}), False),
    ("RS256 with the EC key's id", token({"kid": "curve"}), False),
    ("ES256", token({"alg": "ES256", "kid": "curve"}, sign=lambda m: curve.sign(m, ec.ECDSA(hashes.SHA256()))), False),
    ("RS512", token({"alg": "RS512"}, sign=rs(key, hashes.SHA512())), False),
    ("a key of 1,024 bits", token({"kid": "small"}, sign=rs(small)), False),
    ("a key for encryption", token({"kid": "for-encryption"}), False),
    ("a key for RS512", token({"kid": "rs512"}), False),
    ("a key that is broken", token({"kid": "broken"}), False),
    ("an unknown key", token({"kid": "two"}), False),
    ("without kid", token({"kid": None}), False),
    ("kid as a number", token({"kid": 1}), False),
    ("its own key in the header", token({"kid": "two", "jwk": jwk(other, "two")}, sign=rs(other)), False),
    ("a place for its key", token({"kid": "two", "jku": "http://127.0.0.1:1/"}, sign=rs(other)), False),
    ("an extension that must be understood", token({"crit": ["exp"], "exp": NOW}), False),
    ("alg as a list", token({"alg": ["RS256"]}), False),
    ("alg in small letters", token({"alg": "rs256"}), False),
    ("a header that is a list", token(b"[]"), False),
    ("claims that are a list", token(claims=b"[]"), False),
    ("claims that are not JSON", token(claims=b"{"), False),
    ("claims that are not UTF-8", token(claims=b'{"a":"\xff"}'), False),
    ("two parts", f"{head}.{body}", False), ("four parts", f"{good}.", False), ("five parts", f"{good}.a.b", False),
    ("no parts", "", False), ("dots", "..", False), ("a blank before it", " " + good, False),
    ("padding", good + "==", False), ("a line break in it", f"{head}.{body}\n.{signature}", False),
    ("the alphabet of base64", good.replace("-", "+").replace("_", "/"), False),
    ("other claims", f"{head}.{url(json.dumps({**CLAIMS, 'sub': 'x'}).encode())}.{signature}", False),
    ("a signature that is too long", good + "AA", False),
    ("a signature of zeros", f"{head}.{body}.{url(bytes(256))}", False),
    ("the modulus as signature", f"{head}.{body}.{jwk(key, '')['n']}", False),
]
print(json.dumps({
    "now": NOW, "issuer": ISSUER, "client": CLIENT, "subject": SUB, "keys": KEYS,
    "cases": [{"name": name, "token": text, "isGood": is_good} for name, text, is_good in cases]}, indent=1))
