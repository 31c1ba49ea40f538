"""Faults that are no kills: a full disk, a clock that is off, proxies that want to know who asks."""
import base64, os, resource, shutil, signal, socket, subprocess, threading
import proxies
from site_under_test import Clinic, Failed, expect


def run(site):
    return [(name, *scenario(site)) for name, scenario in
            [("full disk", full_disk), ("clock an hour off", clock_off), ("proxy", proxy)]] + proxies.scenarios(site)


def full_disk(site):
    """The store on a disk too small for the import; after room is made everything goes on."""
    disk = site.folder / "disk"
    disk.mkdir()
    mounted = os.geteuid() == 0 and not subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", disk], capture_output=True).returncode
    try:
        clinic = Clinic(site, "FULL", 20, folder=disk)
        export = site.sample(9001, reports=600)
        if mounted:
            expect(clinic.run("import", export), 74, "disk is full")
        else:
            # Without the right to mount, the largest size of a file stands in for it.
            def limit():
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
            expect(clinic.run("import", export, preexec_fn=limit), 74, "disk")
        clinic.agrees_so_far()
        if mounted:
            subprocess.run(["mount", "-o", "remount,size=100m", disk], check=True)
        clinic.succeed("import", export)
        clinic.finish()
        return ("a disk of its own" if mounted else "a limit on files", f"{clinic.agrees()} reports stored once after room was made")
    finally:
        if mounted:
            subprocess.run(["umount", "-l", disk], capture_output=True)


def clock_off(site):
    """The token exchange says what is wrong, nothing is sent, and with the right clock everything is."""
    if not shutil.which("faketime"):
        return ("skipped", "needs the Debian package faketime")
    clinic = Clinic(site, "CLOCK", 20)
    clinic.succeed("import", site.sample(9002, reports=20))
    for offset in ("-1h", "+1h"):
        expect(clinic.run("push", before=["faketime", "-f", offset]), 77, "clock")
    expect(clinic.run("doctor", before=["faketime", "-f", "+20d"]), 69, "certificate has expired")
    if clinic.stored():
        raise Failed("something was stored under a wrong clock")
    clinic.finish()
    return ("an hour back, ahead", f"said so; {clinic.agrees()} reports stored once afterwards")


def proxy(site):
    """A proxy that wants a password: said without one, passed with it."""
    port = start_proxy("clinic", "open sesame")
    clinic = Clinic(site, "PROXY", 20)
    clinic.succeed("import", site.sample(9003, reports=20))
    configuration = clinic.store / "config.yaml"
    text = configuration.read_text()
    for user, status in [("", 69), ("clinic:wrong@", 69), ("clinic:open%20sesame@", 0)]:
        address = f"http://{user}127.0.0.1:{port}"
        configuration.write_text(text.replace("server:\n  caFile", f'server:\n  proxy: "{address}"\n  caFile'))
        expect(clinic.run("push"), status, "proxy" if status else "stored")
        if status:
            expect(clinic.run("push"), status, "still waiting")
    return ("Basic", f"said so; {clinic.agrees()} reports stored once with the password")


def start_proxy(user, password):
    """A CONNECT proxy with Basic authentication."""
    wanted = b"Basic " + base64.b64encode(f"{user}:{password}".encode())
    listener = socket.create_server(("127.0.0.1", 0))

    def pump(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def serve(client):
        head = b""
        while b"\r\n\r\n" not in head and (data := client.recv(4096)):
            head += data
        if wanted not in head:
            client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\n"
                           b"Content-Length: 0\r\nConnection: close\r\n\r\n")
            return client.close()
        host, _, port = head.split()[1].rpartition(b":")
        server = socket.create_connection((host.decode(), int(port)))
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        threading.Thread(target=pump, args=(client, server), daemon=True).start()
        pump(server, client)

    def accept():
        while True:
            threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]
