"""Access tokens for the key that a clinic's program enrolled (RFC 7523)."""
import base64, json, re, ssl, subprocess, time, urllib.request, uuid


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def identity(site, clinic):
    """The client id, the file of the key and the audience of a clinic's assertions."""
    client = clinic.table("practice.sqlite", "SELECT client_id FROM enrolment")[0][0]
    return client, next((clinic.store / "keys").glob("signing-*.key.pem")), site.url + "/v1/token"


def assertion(client, key, audience):
    """A new assertion, good for one use."""
    claims = {"iss": client, "sub": client, "aud": audience, "exp": int(time.time()) + 200, "jti": str(uuid.uuid4())}
    header = {"alg": "ES256", "kid": re.sub(r"^signing-|\.key\.pem$", "", key.name)}
    signed = ".".join(base64url(json.dumps(part).encode()) for part in (header, claims))
    der = subprocess.run(["openssl", "dgst", "-sha256", "-sign", key], input=signed.encode(), capture_output=True,
                         check=True).stdout
    numbers = re.findall(r"INTEGER\s+:([0-9A-F]+)", subprocess.run(
        ["openssl", "asn1parse", "-inform", "DER"], input=der, capture_output=True, check=True).stdout.decode())
    signature = b"".join(int(number, 16).to_bytes(32, "big") for number in numbers)
    return signed + "." + base64url(signature)


def access_token(site, clinic):
    """A token for the key that the clinic's program enrolled."""
    client, key, audience = identity(site, clinic)
    form = ("grant_type=client_credentials&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3A"
            f"client-assertion-type%3Ajwt-bearer&client_assertion={assertion(client, key, audience)}")
    context = ssl.create_default_context(cafile=site.folder / "authority.pem")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
    with opener.open(audience, form.encode()) as answer:
        return json.load(answer)["access_token"]
