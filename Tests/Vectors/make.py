"""Makes the tables in this folder from Python's json and uuid, botocore and awscli, whose behaviour they pin.

    python3 make.py                          (made with Python 3.11, botocore 1.43.11, awscli 1.45.11)
    python3 make.py signatures SEED COUNT    prints so many signed requests, for a test that runs this
"""

import argparse
import base64
import datetime
import io
import json
import os
import random
import sys
import tempfile
import uuid
import zlib
from unittest import mock

import botocore.auth
import botocore.configloader
import botocore.credentials
import botocore.loaders
from awscli.formatter import TableFormatter
from botocore.awsrequest import AWSRequest
from botocore.credentials import (
    AssumeRoleCredentialFetcher,
    AssumeRoleWithWebIdentityCredentialFetcher,
    Credentials,
    SSOCredentialFetcher,
)
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import ConfigParseError, EndpointProviderError
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

FOLDER = os.path.dirname(os.path.abspath(__file__))
GOLDEN = ("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")


def save(name, rows):
    with open(os.path.join(FOLDER, name), "w", encoding="ascii") as file:
        file.write("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")


# --- json.dumps ---------------------------------------------------------------------------------

ODD_TEXTS = [
    "", "a", "é", "e\u0301", "\u007f", "\u0080", "\u2028\u2029", "\U0001f642", "\U0010ffff", "\uffff",
    "\ufeff", "/", "\\", '"', "\b\f\n\r\t", "\u0000\u001f", "<>&'", "日本語", "\U0001f1e9\U0001f1ea", " ",
]


def random_json(source, depth):
    kind = source.randrange(9 if depth < 4 else 6)
    if kind == 0:
        return source.choice([None, True, False])
    if kind == 1:
        return source.choice([0, -1, 10**37, -(10**38) + 1, 0.5, 1.0, 1e16, 1e-05, -0.0])
    if kind < 6:
        return "".join(source.choice(ODD_TEXTS) for _ in range(source.randrange(4)))
    if kind == 6:
        return [random_json(source, depth + 1) for _ in range(source.randrange(4))]
    return {
        "".join(source.choice(ODD_TEXTS) for _ in range(source.randrange(1, 4))): random_json(source, depth + 1)
        for _ in range(source.randrange(5))
    }


def json_dumps():
    source = random.Random(5)
    values = [{}, [], [[]], [{}], {"a": {}}, {"a": []}, [[], {}], None, True, 0, ""]
    values += [{text: text} for text in ODD_TEXTS]
    # By code point U+FFFF comes before U+1F642; by UTF-16 unit it comes after.
    values += [{"\uffff": 1, "\U0001f642": 2, "é": 3, "e\u0301": 4, "z": 5, "Z": 6, "": 7, "a\u0000": 8, "a": 9}]
    values += [random_json(source, 0) for _ in range(60)]
    save("json-dumps.json", [
        {
            "input": json.dumps(value, ensure_ascii=source.random() < 0.5),
            "script": json.dumps(value, sort_keys=True, indent=2),
            "awsCLI": json.dumps(value, indent=4, ensure_ascii=False),
            "compact": json.dumps(value, separators=(",", ":"), ensure_ascii=False),
        }
        for value in values
    ])


# --- Signature Version 4 ------------------------------------------------------------------------

PATHS = ["", "/", "/a", "/a/", "/a/b", "/a//b", "//", "/./a", "/a/./b", "/a/../b", "/../a", "/a/b/..", "/a%20b",
         "/%C3%A9", "/a%2Fb", "/-._~", "/a+b", "/a=b", "/a:b@c", "/a,b;c", "/A%2fb", "/a/b/c/d/../../e", "/*", "/a.b"]
VALUES = ["a", "a b", "a  b", "  a", "a  ", "\ta\t\tb", '"a  b"', "application/x-amz-json-1.0", "a,b", "a=b;c", "é"]
NAMES = ["Content-Type", "X-Amz-Target", "x-custom", "X-CUSTOM", "My-Header1", "User-Agent", "Expect", "Connection",
         "TE", "Trailer", "Upgrade", "Keep-Alive", "Proxy-Authorization", "X-Amzn-Trace-Id", "Range", "a", "Z-z"]


def random_request(source):
    default = source.choice(["https://dynamodb.us-east-1.amazonaws.com", "http://localhost:8000", "http://EXAMPLE.com",
                             "https://example.com:443", "http://example.com:80", "https://example.com:8443",
                             "http://[::1]:8000", "http://127.0.0.1"])
    fields = [[source.choice(NAMES), source.choice(VALUES)] for _ in range(source.randrange(6))]
    return {
        "method": source.choice(["GET", "POST", "PUT"]),
        "url": default + source.choice(PATHS),
        "headers": fields,
        "body": base64.b64encode(source.randbytes(source.choice([0, 1, 2, 31, 64, 1000]))).decode(),
        "token": source.choice([None, None, "TOKEN/EXAMPLE=="]),
        "region": source.choice(["us-east-1", "ca-central-1", "cn-north-1"]),
        "service": source.choice(["dynamodb", "cognito-idp", "sts", "service"]),
        "secret": source.choice([GOLDEN[1], "x", "é secret"]),
        "microseconds": source.randrange(0, 4_000_000_000) * 1_000_000,
    }


def sign(request):
    moment = datetime.datetime.fromtimestamp(request["microseconds"] // 1_000_000, datetime.timezone.utc)
    signer = botocore.auth.SigV4Auth(
        Credentials(GOLDEN[0], request["secret"], request["token"]), request["service"], request["region"])
    http = AWSRequest(method=request["method"], url=request["url"], data=base64.b64decode(request["body"]))
    for name, value in request["headers"]:
        http.headers.add_header(name, value)
    with mock.patch.object(botocore.auth, "get_current_datetime", return_value=moment.replace(tzinfo=None)):
        signer.add_auth(http)
    return http.headers["Authorization"]


def signatures():
    source = random.Random(4)
    rows = [random_request(source) for _ in range(60)]
    save("signatures.json", [dict(row, authorization=sign(row)) for row in rows])


# Requests of more kinds than those of the table. Characters that only Python's `split` takes for white space are left out,
# because a header cannot have them.
SEGMENTS = ["", ".", "..", "...", "a", "A.b", "~", "%2F", "%2e%2E", "%C3%A9", "%25", "%20", "a=b&c", "x;y,z", "$@:!", "*'()+"]
TEXTS = [" ", "  ", "\t", " \t ", "a", "B9", "=", ",", ";", ":", "/", "\"", "'", "\\", "~", "%20", "é", "e\u0301", "\u0301", "🙂", "{}"]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def joined(source, parts, most, separator=""):
    return separator.join(source.choice(parts) for _ in range(source.randrange(most)))


def random_host(source):
    scheme, port = source.choice([("http", ""), ("https", ""), ("http", ":80"), ("https", ":443"), ("http", ":443"),
                                  ("https", ":80"), ("http", f":{source.randrange(1, 65536)}")])
    host = source.choice(["localhost", "127.0.0.1", "[::1]", "[FD00::1]", "Example.COM", "a-b.example",
                          "dynamodb.us-east-1.amazonaws.com"])
    return f"{scheme}://{host}{port}"


def wild_request(source):
    names = NAMES + ["X-Amz-" + joined(source, LETTERS, 9).title() + "z" for _ in range(3)]
    return {
        "method": source.choice(["GET", "POST", "PUT"]),
        "url": random_host(source) + source.choice(["", "/" + joined(source, SEGMENTS, 7, "/")]),
        "headers": [[source.choice(names), joined(source, TEXTS, 8)] for _ in range(source.randrange(7))],
        "body": base64.b64encode(source.randbytes(source.choice([0, 1, 55, 56, 63, 64, 65, 300]))).decode(),
        "token": source.choice([None, joined(source, LETTERS + "/+=", 400) + "=="]),
        "region": joined(source, LETTERS + "-0123456789", 20) + "1",
        "service": joined(source, LETTERS + "-", 12) + "x",
        "secret": joined(source, LETTERS + "/+ é", 80) + "x",
        "microseconds": source.randrange(0, 8_000_000_000) * 1_000_000 + source.randrange(1_000_000),
    }


def print_signatures(seed, count):
    source = random.Random(seed)
    rows = [wild_request(source) for _ in range(count)]
    json.dump([dict(row, authorization=sign(row)) for row in rows], sys.stdout)


# --- Hosts --------------------------------------------------------------------------------------

REGIONS = ["us-east-1", "us-west-2", "ca-central-1", "eu-west-3", "ap-south-1", "mx-central-1", "il-central-1",
           "cn-north-1", "us-gov-west-1", "us-gov-east-1", "us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1",
           "us-isof-south-1", "eusc-de-east-1", "mars-north-1"]


def hosts():
    loader = botocore.loaders.Loader()
    rows = []
    for service in ["dynamodb", "cognito-idp", "sts", "sso", "sso-oidc", "signin"]:
        rules = loader.load_service_model(service, "endpoint-rule-set-1")
        provider = EndpointProvider(rules, loader.load_data("partitions"))
        for region in REGIONS:
            for fips in [False, True]:
                for dual_stack in [False, True]:
                    row = {"service": service, "region": region, "fips": fips, "dualStack": dual_stack}
                    try:
                        found = provider.resolve_endpoint(Region=region, UseFIPS=fips, UseDualStack=dual_stack)
                        rows.append(dict(row, url=found.url))
                    except EndpointProviderError:
                        pass
    save("hosts.json", rows)


# --- awscli's tables ----------------------------------------------------------------------------

def aws_table(rows, coloured):
    stream = io.StringIO()
    formatter = TableFormatter(argparse.Namespace(color="on" if coloured else "off", query=None))
    formatter._format_response("ListTables", rows, stream)
    return stream.getvalue()


def tables():
    cases = [[]] + [["t" * width] for width in range(41)] + [["t" * 255], ["a", "bb", "ccc"], ["a" * 20, "b"]]
    cases += [["x" * width, "y" * (40 - width)] for width in range(0, 41, 5)]
    save("aws-tables.json", [
        {"rows": rows, "coloured": coloured, "text": aws_table(rows, coloured)}
        for rows in cases for coloured in [False, True]
    ])


# --- Message ids and checksums ------------------------------------------------------------------

def message_ids():
    groups = ["5ae290ed-55d1-47a0-bc6d-fe2bc2700399", "00000000-0000-0000-0000-000000000000",
              "ffffffff-ffff-ffff-ffff-ffffffffffff"]
    keys = ["2023-03-26T18:04:14.123000+00:00", "2023-03-26T18:05:14.123000+00:00", "", "é\U0001f642"]
    save("message-ids.json", [
        {"group": group, "sortKey": key, "id": str(uuid.uuid5(uuid.UUID(group), key))}
        for group in groups for key in keys
    ])


def checksums():
    source = random.Random(3)
    bodies = [source.randbytes(length) for length in list(range(34)) + [255, 1000]] + [b"123456789", b"\0" * 64]
    save("checksums.json", [
        {"body": base64.b64encode(body).decode(), "crc32": zlib.crc32(body)} for body in bodies
    ])


# --- Configuration files ------------------------------------------------------------------------

def random_config(source):
    """Lines with any indentation, without names given twice and comments after values, which botocore reads in another way."""
    lines = []
    for number in range(source.randrange(1, 9)):
        kind = source.randrange(10)
        content = (f"[profile p{number}]" if kind < 2 else f"k{number} = v{number}" if kind < 5
                   else f"k{number} =" if kind < 7 else f"# c{number} = d" if kind < 8 else f"; c{number}" if kind < 9
                   else source.choice([f"word{number}", "", "  "]))
        lines.append(source.choice(["", "", " ", "  ", "  ", "    ", "\t"]) + content + source.choice(["", " "]))
    first = source.choice(["[default]", "[default]", "  [default]", "\t[default]", "# c", ""])
    return source.choice(["\n", "\n", "\r\n"]).join([first] + lines)


def parsed_config(text):
    with tempfile.NamedTemporaryFile("w", newline="") as file:
        file.write(text)
        file.flush()
        try:
            sections = botocore.configloader.raw_config_parse(file.name)
        except ConfigParseError:
            return None
    return {name: {key: setting(value) for key, value in section.items()} for name, section in sections.items()}


def setting(value):
    """A setting in the form of the tools, which leave out blank lines within a value; botocore keeps them."""
    if isinstance(value, dict):
        return {"value": "", "nested": value}
    return {"value": "\n".join(line for line in value.split("\n") if line), "nested": {}}


def config_files():
    source = random.Random(6)
    texts = ["[default]\n  region = a\n  output = b", "  [default]\n  region = a\n  [profile x]\n  region = b",
             "[default]\nsecret = a\n  # b\nregion = c", "[default]\nregion = a\n    # b\n  c\n ; d",
             "  [default]\n    s3 =\n      a = b\n    region = c", "\t[default]\n\tregion = a\n\toutput = b\n",
             "[default]\nregion = a\n  [profile x]\n  output = b", "[default]\n    a = b\n  c = d\n    e = f\ng = h"]
    texts += [random_config(source) for _ in range(400)]
    save("config-files.json", [{"text": text, "sections": parsed_config(text)} for text in texts])


# --- Paths in variables -------------------------------------------------------------------------

def paths():
    variables = {"HOME": "/home/me", "A": "/a", "B_2": "$A/${A}", "EMPTY": "", "É": "/e", "TILDE": "~"}
    texts = ["", "/a/b", "$A/c", "${A}/c", "$Ab/c", "${A}b", "$B_2/c", "$EMPTY/c", "${EMPTY}", "$NONE/c", "${NONE}/c", "$", "$$A",
             "${", "${A", "${}", "$ A", "a$", "$1", "$A$A", "${A}${B_2}", "$É", "${É}/c", "${ A }", "$A-b", "$A.b", "\\$A", "'$A'",
             "~", "~/c", "~/$A", "$TILDE/c", "a~/c", "~nobody-of-this-name/c", "$HOME/.aws", "${HOME}/.aws", "~//c"]
    with mock.patch.dict(os.environ, variables, clear=True):
        rows = [{"path": text, "expanded": os.path.expanduser(os.path.expandvars(text))} for text in texts]
    save("paths.json", [dict(row, variables=variables) for row in rows])


# --- Proofs of possession for `aws login` -------------------------------------------------------

class Key:
    """The methods that botocore calls on a key, in place of a key of the library awscrt."""

    def __init__(self, key):
        self._key = key

    def get_public_coords(self):
        numbers = self._key.public_key().public_numbers()
        return numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")

    def sign(self, digest):
        return self._key.sign(digest, ec.ECDSA(utils.Prehashed(hashes.SHA256())))


class EC:
    @staticmethod
    def decode_der_signature_to_padded_pair(signature, pad_to):
        return b"".join(number.to_bytes(pad_to, "big") for number in utils.decode_dss_signature(signature))


def proofs():
    rows = []
    # The public keys of the last two have a coordinate that begins with a zero byte.
    short = (n for n in range(2, 10**6) if min(map(min, [c[:1] for c in Key(derived(n)).get_public_coords()])) == 0)
    for number, value in enumerate([1, 2, 3, 2**255, next(short), next(short)]):
        key = derived(value)
        form = [serialization.PrivateFormat.TraditionalOpenSSL, serialization.PrivateFormat.PKCS8][number % 2]
        pem = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()
        url = ["https://us-east-1.signin.aws.amazon.com/v1/token", "http://127.0.0.1:8000/v1/token"][number % 2]
        id, seconds = str(uuid.uuid5(uuid.NAMESPACE_URL, str(number))), 1_700_000_000 + number
        with mock.patch.object(botocore.credentials, "EC", EC):
            proof = botocore.credentials._build_dpop_header(Key(key), url, uid=id, ts=seconds)
        rows.append({"key": pem, "url": url, "id": id, "seconds": seconds, "message": proof.rpartition(".")[0]})
    save("proofs.json", rows)


def derived(value):
    return ec.derive_private_key(value, ec.SECP256R1())


# --- The names of files in ~/.aws/cli/cache ------------------------------------------------------

def cache_keys():
    arns = ["arn:aws:iam::123456789012:role/reader", "arn:aws-cn:iam::1:role/a/b", "arn:é\u007f\"\\/"]
    options = {"RoleSessionName": "role_session_name", "ExternalId": "external_id", "SerialNumber": "mfa_serial",
               "DurationSeconds": "duration_seconds"}
    values = {"RoleSessionName": "me@example.com", "ExternalId": "x/\U0001f642 y", "DurationSeconds": 3600,
              "SerialNumber": "arn:aws:iam::123456789012:mfa/me"}
    rows = []
    for number in range(16):
        chosen = [name for index, name in enumerate(options) if number >> index & 1]
        fetcher = AssumeRoleCredentialFetcher(None, None, arns[number % 3], {name: values[name] for name in chosen})
        settings = {options[name]: str(values[name]) for name in chosen}
        rows.append({"kind": "role", "settings": {"role_arn": arns[number % 3], **settings}, "key": fetcher._cache_key})
    for session in [None, "pod"]:
        extra = {"RoleSessionName": session} if session else {}
        fetcher = AssumeRoleWithWebIdentityCredentialFetcher(None, None, arns[0], extra)
        settings = {"role_arn": arns[0], "web_identity_token_file": "/t"}
        settings.update({"role_session_name": session} if session else {})
        rows.append({"kind": "web", "settings": settings, "key": fetcher._cache_key})
    for session in [None, "my-sso"]:
        url = "https://d-1234567890.awsapps.com/start#/"
        fetcher = SSOCredentialFetcher(url, "eu-west-1", "Reader", "012345678901", None, sso_session_name=session)
        settings = {"sso_start_url": url, "sso_region": "eu-west-1", "sso_role_name": "Reader",
                    "sso_account_id": "012345678901", **({"sso_session": session} if session else {})}
        rows.append({"kind": "sso", "settings": settings, "key": fetcher._cache_key})
    save("cache-keys.json", rows)


if sys.argv[1:2] == ["signatures"]:
    print_signatures(int(sys.argv[2]), int(sys.argv[3]))
else:
    for make in [json_dumps, signatures, hosts, tables, message_ids, checksums, config_files, paths, proofs, cache_keys]:
        make()
