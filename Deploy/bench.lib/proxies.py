"""A real proxy, squid, that asks for each kind of authentication; for Negotiate with a Kerberos realm of its own.

Optional: without the Debian packages squid, krb5-kdc, krb5-admin-server and krb5-user the rows say what is missing.
"""
import hashlib, os, pathlib, shutil, socket, subprocess, time
from site_under_test import ENVIRONMENT, Clinic, Failed, expect, run

HELPERS = "/usr/lib/squid"
# Packages bring these where no ordinary account's PATH looks.
PATH = ENVIRONMENT.get("PATH", "") + ":/usr/sbin:/sbin"
REALM = "GOODCATCH.TEST"
USER, PASSWORD = "clinic", "open sesame"


def installed(*programs):
    return all(shutil.which(program, path=PATH) for program in programs)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def started(command, port, environment=ENVIRONMENT):
    process = subprocess.Popen(
        [shutil.which(command[0], path=PATH), *map(str, command[1:])], stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return process
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.05)
    raise Failed(f"{command[0]} does not start")


def stopped(process):
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Realm:
    """A Kerberos realm on a port of the loopback, with the clinic and the proxy in it."""

    def __init__(self, folder):
        port = free_port()
        (folder / "krb5.conf").write_text(
            f"[libdefaults]\n default_realm = {REALM}\n dns_lookup_kdc = false\n dns_canonicalize_hostname = false\n"
            f" rdns = false\n udp_preference_limit = 1\n[realms]\n {REALM} = {{\n  kdc = 127.0.0.1:{port}\n }}\n"
            f"[domain_realm]\n localhost = {REALM}\n")
        (folder / "kdc.conf").write_text(
            f"[kdcdefaults]\n kdc_listen = \"\"\n kdc_tcp_listen = 127.0.0.1:{port}\n[realms]\n {REALM} = {{\n"
            f"  database_name = {folder}/principal\n  key_stash_file = {folder}/stash\n }}\n")
        self.keytab = folder / "keytab"
        self.settings = [f"KRB5_CONFIG={folder}/krb5.conf", f"KRB5CCNAME=FILE:{folder}/ticket"]
        self.environment = ENVIRONMENT | dict(setting.split("=", 1) for setting in self.settings) | {
            "KRB5_KDC_PROFILE": f"{folder}/kdc.conf", "PATH": PATH}

        def admin(*command, text=None):
            result = subprocess.run([str(part) for part in command], input=text, capture_output=True, text=True,
                                    env=self.environment, timeout=60)
            if result.returncode:
                raise Failed(f"{command[0]}: {result.stdout}{result.stderr}")

        admin("kdb5_util", "create", "-s", "-P", "of the test alone", "-r", REALM)
        admin("kadmin.local", "addprinc", "-pw", PASSWORD, USER)
        admin("kadmin.local", "addprinc", "-randkey", "HTTP/localhost")
        admin("kadmin.local", "ktadd", "-k", self.keytab, "HTTP/localhost")
        # Squid's helper runs under an account of its own.
        self.keytab.chmod(0o644)
        self.kdc = started(["krb5kdc", "-n"], port, self.environment)
        admin("kinit", USER, text=PASSWORD + "\n")

    def stop(self):
        stopped(self.kdc)


class Squid:
    """Squid on a port of the loopback; it lets through whoever passes one of the given kinds of authentication."""

    def __init__(self, folder, kinds, realm):
        folder.mkdir()
        # Started as root it goes on under an account of its own, which writes here.
        folder.chmod(0o777)
        hashed = run("openssl", "passwd", "-apr1", PASSWORD).strip()
        (folder / "basic").write_text(f"{USER}:{hashed}\n")
        digest = hashlib.md5(f"{USER}:test:{PASSWORD}".encode()).hexdigest()
        (folder / "digest").write_text(f"{USER}:test:{digest}\n")
        lines = {
            "negotiate": [f"program {HELPERS}/negotiate_kerberos_auth -k {realm and realm.keytab} -s HTTP/localhost@{REALM}"],
            "ntlm": [f"program {HELPERS}/ntlm_fake_auth"],
            "digest": [f"program {HELPERS}/digest_file_auth -c {folder}/digest", "realm test"],
            "basic": [f"program {HELPERS}/basic_ncsa_auth {folder}/basic", "realm test"],
        }
        self.port, self.log = free_port(), folder / "access.log"
        # Under this name it keeps shared memory, which is not another squid's.
        self.name = f"goodcatch{self.port}"
        (folder / "squid.conf").write_text("\n".join(
            [f"http_port 127.0.0.1:{self.port}", "pid_filename none", f"cache_log {folder}/cache.log",
             "logformat who %un %rm %>Hs", f"access_log stdio:{self.log} who", "netdb_filename none",
             "pinger_enable off", f"coredump_dir {folder}", "shutdown_lifetime 0 seconds", "cache deny all"]
            + [f"auth_param {kind} {line}" for kind in lines if kind in kinds for line in lines[kind]]
            + ["acl known proxy_auth REQUIRED", "http_access allow known", "http_access deny all", ""]))
        self.process = started(
            ["squid", "-N", "-n", self.name, "-f", folder / "squid.conf"], self.port, realm.environment if realm else ENVIRONMENT)

    def let_through(self):
        """The names under which connections passed."""
        return {line.split()[0] for line in self.log.read_text().splitlines() if line.endswith("CONNECT 200")}

    def stop(self):
        stopped(self.process)
        for memory in pathlib.Path("/dev/shm").glob(f"{self.name}-*"):
            memory.unlink(missing_ok=True)


WITH_PASSWORD = f"{USER}:{PASSWORD.replace(' ', '%20')}@"
WITHOUT_TICKET = ["env", "KRB5CCNAME=FILE:/nonexistent"]
# What the proxy asks for, server.proxyAuthentication, the users in its URL with which a push fails and passes, whether
# a ticket is there, and the name that squid logs. Its NTLM helper looks at the handshake, not at the password.
CASES = [
    ("basic", ["basic"], "basic", ["", f"{USER}:wrong@"], WITH_PASSWORD, False, USER),
    ("digest", ["digest"], "digest", ["", f"{USER}:wrong@"], WITH_PASSWORD, False, USER),
    ("ntlm", ["ntlm"], "ntlm", [""], WITH_PASSWORD, False, None),
    ("negotiate", ["negotiate"], "negotiate", [None], "", True, f"{USER}@{REALM}"),
    ("any, password", ["negotiate", "digest", "basic"], "any", ["", f"{USER}:wrong@"], WITH_PASSWORD, False, USER),
    ("any, ticket", ["negotiate", "digest", "basic"], "any", [None], "", True, f"{USER}@{REALM}"),
]


def scenarios(site):
    if not installed("squid"):
        return [("proxy, squid", "skipped", "needs the Debian package squid")]
    folder = site.folder / "proxies"
    folder.mkdir()
    folder.chmod(0o711)
    realm = Realm(folder) if installed("krb5kdc", "kadmin.local", "kinit") else None
    try:
        return [row(site, folder, realm, number, *case) for number, case in enumerate(CASES)]
    finally:
        if realm:
            realm.stop()


def row(site, folder, realm, number, name, kinds, authentication, wrong, right, has_ticket, logged):
    if "negotiate" in kinds and not realm:
        return (f"proxy, {name}", "skipped", "needs the Debian packages krb5-kdc, krb5-admin-server and krb5-user")
    squid = Squid(folder / str(number), kinds, realm)
    try:
        clinic = Clinic(site, f"SQUID{number}", 20)
        clinic.succeed("import", site.sample(9100 + number, reports=20))
        configuration = clinic.store / "config.yaml"
        text = configuration.read_text()

        def push(user, ticket):
            address = f"http://{user}localhost:{squid.port}"
            configuration.write_text(text.replace(
                "server:\n  caFile",
                f'server:\n  proxy: "{address}"\n  proxyAuthentication: {authentication}\n  caFile'))
            settings = ["env", *realm.settings] if realm else []
            return clinic.run("push", before=settings + ([] if ticket else WITHOUT_TICKET))

        # A name of None stands for no user, and no ticket either.
        for user in wrong:
            expect(push(user or "", False), 69, "407")
        if clinic.stored() or squid.let_through():
            raise Failed(f"the proxy ({name}) let through who is not known")
        expect(push(right, has_ticket), 0, "stored")
        names = squid.let_through()
        if not names or (logged and names != {logged}):
            raise Failed(f"the proxy ({name}) knew somebody else: {names}")
        return (f"proxy, {name}", f"squid, {'ticket' if has_ticket else 'password'}",
                f"said so without; {clinic.agrees()} reports stored once with it")
    finally:
        squid.stop()
