"""A whole site of real programs: a PostgreSQL cluster of its own, the aggregator, a relay before it, clinics."""
import base64, json, os, pathlib, shutil, signal, socket, sqlite3, subprocess, tempfile, threading, time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# A proxy of the machine is none of the programs' business here.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}


class Failed(Exception):
    pass


def run(*command, **options):
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True, env=ENVIRONMENT, **options)
    if result.returncode:
        raise Failed(f"{command[0]} {command[1]} ended with {result.returncode}: {result.stdout}{result.stderr}")
    return result.stdout


def expect(result, status, word):
    """A program must have ended so, and said so."""
    said = result.stdout + result.stderr
    if result.returncode != status or word not in said:
        raise Failed(f"expected status {status} and '{word}', got {result.returncode}: {said}")


class Relay:
    """Passes bytes on to the aggregator; on request it hangs up after a request and before its answer."""

    def __init__(self, target):
        self.target, self.limit, self.cuts = target, None, 0
        # A network has some way to go; it also gives a push a life long enough to be cut short.
        self.delay = 0.01
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def cut_after(self, sent):
        """Hangs up once, when the next answer comes after this many bytes of requests."""
        self.limit = sent

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        try:
            server = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            return client.close()
        sent = [0]

        def pass_on(source, sink, is_answer):
            try:
                while data := source.recv(65536):
                    if is_answer and self.limit is not None and sent[0] > self.limit:
                        self.limit = None
                        self.cuts += 1
                        break
                    if is_answer:
                        time.sleep(self.delay)
                    else:
                        sent[0] += len(data)
                    sink.sendall(data)
            except OSError:
                pass
            for end in (client, server):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

        answers = threading.Thread(target=pass_on, args=(server, client, True), daemon=True)
        answers.start()
        pass_on(client, server, False)
        answers.join()
        client.close()
        server.close()


class Site:
    def __init__(self, programs=None, release=False):
        self.programs = pathlib.Path(programs or self.build(["-c", "release"] if release else []))
        self.server = None

    @staticmethod
    def build(flags):
        for program in ("goodcatch-pso", "goodcatch-clinic", "goodcatch-spec"):
            subprocess.run([ROOT / "Deploy/dev", "build", "--product", program, *flags], check=True, stdout=2)
        return run(ROOT / "Deploy/dev", "bin", *flags).strip()

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="goodcatch-faults."))
        self.folder.chmod(0o711)
        self.start_postgres()
        admin = run(ROOT / "Deploy/postgres", "url", self.folder / "postgres").strip()
        run("psql", "-Xqc", "CREATE DATABASE goodcatch", admin)
        self.database = admin.replace("/postgres?", "/goodcatch?")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.relay = Relay(port)
        self.port = port
        self.url = f"https://localhost:{self.relay.port}"
        self.make_certificates()
        (self.folder / "pso.yaml").write_text(
            f'server:\n  port: {port}\n  publicURL: "{self.url}"\n  certificate: {self.folder}/server.pem\n'
            f'  privateKey: {self.folder}/server.key\ndatabase:\n  url: "{self.database}"\n  owner: goodcatch_admin\n'
            f"token:\n  key: {self.folder}/token.key\nlog:\n  level: critical\n")
        self.pso("migrate")
        self.start_server()
        return self

    def __exit__(self, *_):
        self.kill_server()
        subprocess.run([ROOT / "Deploy/postgres", "stop", self.folder / "postgres"], capture_output=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def make_certificates(self):
        # Valid since yesterday, so that a clock which is behind is not first taken for a bad certificate.
        yesterday = ["faketime", "-f", "-1d"] if shutil.which("faketime") else []
        run(*yesterday, "sh", "-c", """
            set -e
            cd "$1"
            curve="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
            openssl req -x509 $curve -days 9 -subj '/CN=Fault authority' -keyout authority.key -out authority.pem
            openssl req $curve -subj /CN=localhost -keyout server.key -out server.csr
            printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\\n' > server.ext
            openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 9 \
                -extfile server.ext -out server.pem
            openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out token.key""", "sh", self.folder)

    def pso(self, *arguments):
        return run(self.programs / "goodcatch-pso", *arguments, "--config", self.folder / "pso.yaml")

    def sample(self, seed, reports):
        out = self.folder / f"sample-{seed}"
        run(self.programs / "goodcatch-spec", "sample", "--practices", 1, "--reports", reports, "--seed", seed,
            "--out", out)
        return out / "P001/reports.jsonl"

    def rows(self, query):
        text = run("psql", "-XtAc", f"SELECT coalesce(json_agg(t), '[]') FROM ({query}) AS t", self.database)
        return json.loads(text)

    def use(self, cluster):
        """Goes on with another cluster that holds the same database."""
        admin = run(ROOT / "Deploy/postgres", "url", cluster).strip()
        self.database = admin.replace("/postgres?", "/goodcatch?")
        self.configure_database(self.database)

    def configure_database(self, url):
        """Gives the aggregator another address of the database."""
        configuration = self.folder / "pso.yaml"
        lines = configuration.read_text().splitlines()
        place = next(place for place, line in enumerate(lines) if line == "database:") + 1
        lines[place] = f'  url: "{url}"'
        configuration.write_text("\n".join(lines) + "\n")

    def start_server(self):
        log = open(self.folder / "server.log", "ab")
        self.server = subprocess.Popen(
            [self.programs / "goodcatch-pso", "serve", "--config", self.folder / "pso.yaml"], stdout=log, stderr=log,
            stdin=subprocess.DEVNULL, env=ENVIRONMENT)
        for _ in range(400):
            try:
                return socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                if self.server.poll() is not None:
                    break
                time.sleep(0.025)
        raise Failed("the aggregator does not start")

    def kill_server(self):
        if self.server:
            self.server.kill()
            self.server.wait()

    def start_postgres(self):
        # Right after a kill the orphans of the server may still hold its memory.
        for attempt in range(40):
            try:
                return run(ROOT / "Deploy/postgres", "start", self.folder / "postgres")
            except Failed:
                if attempt == 39:
                    raise
                time.sleep(0.25)

    def postgres_pid(self):
        return int((self.folder / "postgres/pid").read_text())

    def kill_postgres(self):
        process = self.postgres_pid()
        try:
            os.kill(process, signal.SIGKILL)
            # Until it is reaped, it looks as if it ran.
            while True:
                os.kill(process, 0)
                time.sleep(0.01)
        except ProcessLookupError:
            pass

    def enrol(self, code, batch):
        return Clinic(self, code, batch)


class Clinic:
    # Done; later; another one is at work; killed.
    GOOD_ENDS = {0, 69, 75, -signal.SIGKILL}

    def __init__(self, site, code, batch, folder=None, is_enrolled=True):
        self.site, self.code = site, code
        self.store = (folder or site.folder) / f"clinic-{code}"
        self.succeed("init", "--no-passphrase", "--recovery-out", site.folder / f"recovery-{code}.pem")
        if is_enrolled:
            self.succeed(*self.enrolment())
        # Nobody sits here who could answer for doubtful words.
        self.configure(f"review: remove\npush:\n  batchReports: {batch}\n")

    def enrolment(self):
        added = json.loads(self.site.pso(
            "practice", "add", self.code, "--name", self.code, "--agreements-signed", "2020-01-01", "--signed-by", "N. N.",
            "--json"))
        return ["enroll", "--server", self.site.url, "--code", added["enrolmentCode"], "--ca",
                self.site.folder / "authority.pem"]

    def configure(self, text):
        with open(self.store / "config.yaml", "a") as file:
            file.write(text)

    def command(self, arguments):
        return [str(part) for part in (self.site.programs / "goodcatch-clinic", *arguments, "--store", self.store)]

    def run(self, *arguments, before=(), **options):
        return subprocess.run(
            [*before, *self.command(arguments)], capture_output=True, text=True, env=ENVIRONMENT, timeout=300, **options)

    def succeed(self, *arguments):
        result = self.run(*arguments)
        if result.returncode:
            raise Failed(f"{arguments[0]} of {self.code} ended with {result.returncode}: {result.stderr}")
        return result.stdout

    def start(self, *arguments):
        return subprocess.Popen(
            self.command(arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
            env=ENVIRONMENT)

    def ended(self, program, killed=False):
        status = program.wait(timeout=120)
        if status not in self.GOOD_ENDS:
            raise Failed(f"push of {self.code} ended with {status}")

    def finish(self):
        for _ in range(60):
            status = self.run("push").returncode
            if status == 0 and not self.waiting():
                return
            if status not in self.GOOD_ENDS:
                raise Failed(f"push of {self.code} ended with {status}")
            time.sleep(0.5)
        raise Failed(f"{self.code} cannot send its reports")

    # What both sides hold.

    def table(self, file, query):
        database = sqlite3.connect(f"file:{urllib.parse.quote(str(self.store / file))}?mode=ro", uri=True)
        try:
            if database.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise Failed(f"{file} of {self.code} is damaged")
            return database.execute(query).fetchall()
        finally:
            database.close()

    def packets(self):
        """By report and revision: state, hash, receipt, packet."""
        rows = self.table(
            "outbox.sqlite", "SELECT report_id, revision, state, lower(hex(content_hash)), receipt_id, body FROM packet")
        return {(row[0], row[1]): row[2:] for row in rows}

    def waiting(self):
        return [key for key, packet in self.packets().items() if packet[0] in ("ready", "sending")]

    def stored(self):
        """What the aggregator holds of this practice, by report and revision."""
        rows = self.site.rows(f"""
            SELECT r.report_id, r.revision, encode(r.content_hash, 'hex') AS hash, r.receipt_id,
                   encode(e.envelope, 'hex') AS envelope,
                   (SELECT coalesce(sum(json_array_length(value)), 0) FROM json_each(to_json(r))
                    WHERE json_typeof(value) = 'array' AND key <> 'not_asked') AS answers
            FROM report r JOIN practice USING (practice_id) LEFT JOIN sealed_envelope e
                USING (practice_id, report_id, revision)
            WHERE code = '{self.code}'""")
        found = {(row["report_id"], row["revision"]): row for row in rows}
        if len(found) != len(rows):
            raise Failed("a report is stored twice")
        return found

    def agrees_so_far(self):
        """Whatever is stored is whole, and every receipt is the aggregator's own."""
        packets, stored = self.packets(), self.stored()
        for key, row in stored.items():
            if key not in packets:
                raise Failed("the aggregator holds a report that the clinic does not know")
            state, digest, receipt, body = packets[key]
            packet = json.loads(body)
            sealed = base64.b64decode(packet["sealed"]).hex() if "sealed" in packet else None
            answers = [*packet["elements"].values(), *packet["extensions"].values()]
            if row["hash"] != digest or row["envelope"] != sealed:
                raise Failed("the aggregator holds other bytes than were sent")
            if row["answers"] != sum(len(value) for value in answers if isinstance(value, list)):
                raise Failed("a report is half written")
            if receipt and receipt != row["receipt_id"]:
                raise Failed("a receipt is not the aggregator's")
        for key, (state, _, receipt, _) in packets.items():
            if (state == "stored") != (receipt is not None) or (state == "stored" and key not in stored):
                raise Failed("a receipt stands for a report that is not stored")
        return packets, stored

    def agrees(self):
        """Everything is stored, exactly once; returns how many."""
        packets, stored = self.agrees_so_far()
        revisions = self.table("practice.sqlite", "SELECT count(*) FROM revision WHERE state = 'queued'")[0][0]
        if packets.keys() != stored.keys() or not revisions >= len(packets) > 0:
            raise Failed(f"{len(packets)} reports of {self.code} were sent and {len(stored)} are stored")
        if any(packet[0] != "stored" for packet in packets.values()):
            raise Failed(f"not every report of {self.code} has its receipt")
        return len(stored)
