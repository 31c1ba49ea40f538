"""How schemathesis makes what JSON Schema cannot describe: files, lines of packets, and the digest of a body."""
import base64, hashlib, json, os, pathlib
import schemathesis
from hypothesis import strategies as st

PACKETS = [json.loads(line) for line in pathlib.Path(os.environ["CONFORMANCE_PACKETS"]).read_text().splitlines()]
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


@schemathesis.hook
def before_call(context, case, kwargs):
    operation = case.operation.definition.raw.get("operationId")
    # A digest in the right form is made the right one for three files of four.
    digest = (case.headers or {}).get("Content-Digest")
    if operation == "storeAttachment" and isinstance(case.body, bytes) and isinstance(digest, str) \
            and digest.startswith("sha-256=:") and case.body[-1:] > b"\x40":
        case.headers["Content-Digest"] = "sha-256=:" + base64.b64encode(hashlib.sha256(case.body).digest()).decode() + ":"
    # A point of the curve, which chance does not find.
    key = case.body.get("signingKey") if isinstance(case.body, dict) else None
    if isinstance(key, dict) and all(isinstance(key.get(part), str) and len(key[part]) == 43 for part in "xy"):
        key |= POINT
    # Another session than the others', since this ends it.
    if operation == "logOut" and (case.cookies or {}).get("__Host-session") == os.environ["CONFORMANCE_SESSION"]:
        case.cookies["__Host-session"] = os.environ["CONFORMANCE_SESSION_TO_END"]
