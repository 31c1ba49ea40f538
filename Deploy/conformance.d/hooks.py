"""How schemathesis makes what JSON Schema cannot describe: files, lines of packets, digests, signatures, one-time codes.

A body that is right in its form is given right values, at first and then by chance, so that each operation also succeeds.
"""
import base64, hashlib, hmac, json, os, pathlib, struct, sys, time, zlib

GIVEN = {name.removeprefix("CONFORMANCE_"): value for name, value in os.environ.items() if name.startswith("CONFORMANCE_")}
sys.path.insert(0, GIVEN["LIBRARY"])
import schemathesis
import tokens
from schemathesis.core.parameters import ParameterLocation
from hypothesis import strategies as st

PACKETS = [json.loads(line) for line in pathlib.Path(GIVEN["PACKETS"]).read_text().splitlines()]
ENVELOPE = bytes.fromhex("30820100060b2a864886f70d0109100117")
FILES = {"application/pdf": b"%PDF-", "image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff",
         "application/cms": ENVELOPE}
# The base point.
POINT = {"x": "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY", "y": "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"}


@schemathesis.serializer(*FILES, "application/x-ndjson")
def as_it_is(context, value):
    if isinstance(value, bytes):
        return value
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else json.dumps(value).encode()


for name, beginning in FILES.items():
    schemathesis.openapi.media_type(name, st.binary(max_size=200).map(lambda rest, beginning=beginning: beginning + rest))


@schemathesis.deserializer(*FILES, "text/html", "text/csv")
def as_it_came(context, response):
    return response.content.decode("latin-1")


def line(packet, identity, revision):
    return json.dumps(packet | {"reportId": str(identity), "revision": revision}).encode()


schemathesis.openapi.media_type(
    "application/x-ndjson",
    st.lists(st.builds(line, st.sampled_from(PACKETS), st.uuids(), st.integers(1, 3)), min_size=1, max_size=4).map(b"\n".join))


# What the answer to an activation gave, and which operations were given right values.
second_factor, tried = {}, set()


def code_now():
    mac = hmac.digest(base64.b32decode(second_factor["secret"]), struct.pack(">Q", int(time.time()) // 30), "sha1")
    place = mac[19] & 15
    return "%06d" % ((struct.unpack(">I", mac[place:place + 4])[0] & 0x7FFFFFFF) % 1_000_000)


def texts(body, *names):
    """Whether a body has just these members, each a text."""
    return isinstance(body, dict) and body.keys() == set(names) and all(isinstance(value, str) for value in body.values())


def right(operation, body):
    """Right values for a body, if it is right in its form."""
    if operation == "enroll" and isinstance(body, dict) and isinstance(body.get("code"), str):
        return {"code": GIVEN["ENROLMENT"]}
    if operation == "token" and isinstance(body, dict) and isinstance(body.get("client_assertion"), str):
        return {"client_assertion": tokens.assertion(GIVEN["CLIENT"], pathlib.Path(GIVEN["KEY"]), GIVEN["AUDIENCE"])}
    if operation == "activateAccount" and texts(body, "name", "code", "password"):
        return {"name": GIVEN["PERSON"], "code": GIVEN["CODE"], "password": GIVEN["PASSWORD"]}
    if operation == "logIn" and texts(body, "name", "password", "secondFactor") and second_factor:
        return {"name": GIVEN["PERSON"], "password": GIVEN["PASSWORD"], "secondFactor": code_now()}
    return {}


@schemathesis.hook
def before_call(context, case, kwargs):
    operation, body = case.operation.definition.raw.get("operationId"), case.body
    is_wrong = case.meta is not None and case.meta.generation.mode.is_negative
    part = case.meta.components.get(ParameterLocation.BODY) if is_wrong else None
    # What is to be wrong stays so; of files and lines the tool knows no wrong ones.
    if part is not None and part.mode.is_negative and isinstance(body, bytes):
        case.body = b""
    is_good = not is_wrong and (operation not in tried or zlib.crc32(repr(body).encode()) % 2)
    # A point of the curve, which chance does not find.
    key = body.get("signingKey") if isinstance(body, dict) else None
    if not is_wrong and isinstance(key, dict) and all(isinstance(key.get(part), str) and len(key[part]) == 43 for part in "xy"):
        key |= POINT
    if is_good and (values := right(operation, body)):
        case.body = body | values
        tried.add(operation)
    # A digest in the right form is made the right one.
    digest = (case.headers or {}).get("Content-Digest")
    if operation == "storeAttachment" and is_good and isinstance(body, bytes) and str(digest).startswith("sha-256=:"):
        case.headers["Content-Digest"] = "sha-256=:" + base64.b64encode(hashlib.sha256(body).digest()).decode() + ":"
    # Another session than the others', since this ends it.
    if operation == "logOut" and (case.cookies or {}).get("__Host-session") == GIVEN["SESSION"]:
        case.cookies["__Host-session"] = GIVEN["SESSION_TO_END"]


@schemathesis.hook
def after_call(context, case, response):
    if case.operation.definition.raw.get("operationId") == "activateAccount" and response.status_code == 201:
        second_factor.update(json.loads(response.content))
