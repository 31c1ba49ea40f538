"""Load over TLS by wrk, and what the processes under load use."""
import json, os, pathlib, subprocess

from site_under_test import ENVIRONMENT, Failed

SCRIPT = pathlib.Path(__file__).with_name("load.lua")
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Target:
    """A service: where it takes one report and where many, how many are joined, and which processes serve and store."""

    def __init__(self, name, port, packets, tokens, pid, database, one, many, joined, many_type):
        self.name, self.port, self.packets, self.tokens = name, port, packets, tokens
        self.pid, self.database = pid, database
        self.one, self.many, self.joined, self.many_type = one, many, joined, many_type

    def load(self, clients, batch, seconds):
        """What one run of wrk measured, with processor seconds and the size in MB of the service."""
        path, around, kind = (self.one, ("", "", ""), "application/json")
        if batch > 1:
            path, around, kind = self.many, self.joined, self.many_type
        before, stored_before = processor_seconds(self.pid), processor_seconds(self.database)
        result = subprocess.run(
            ["wrk", "-t", str(min(2, clients)), "-c", str(clients), "-d", f"{seconds}s", "--timeout", "30s", "-s",
             SCRIPT, f"https://127.0.0.1:{self.port}{path}", "--", self.packets, self.tokens, str(batch), *around, kind],
            capture_output=True, text=True, env=ENVIRONMENT)
        if result.returncode:
            raise Failed(f"wrk ended with {result.returncode}: {result.stderr}{result.stdout}")
        found = json.loads(result.stdout.splitlines()[-1])
        if found["refused"] or found["failed"]:
            raise Failed(f"{self.name} did not take everything: {found}")
        reports = max(1, found["requests"] * batch)
        used, storing = processor_seconds(self.pid) - before, processor_seconds(self.database) - stored_before
        return {"rate": reports / found["seconds"], "p50": found["p50"], "p99": found["p99"], "reports": reports,
                "cpu": used / reports * 1e6, "storing": storing / reports * 1e6, "size": size(self.pid)}


def family(pid):
    """A process and all below it."""
    found = [pid]
    for process in found:
        try:
            for thread in os.listdir(f"/proc/{process}/task"):
                found += map(int, pathlib.Path(f"/proc/{process}/task/{thread}/children").read_text().split())
        except OSError:
            pass
    return found


def processor_seconds(pid):
    """Of a process and all below it, those that ended included."""
    total = 0
    for process in family(pid):
        try:
            fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:15]))
    return total / TICK


def size(pid):
    pages = sum(int(pathlib.Path(f"/proc/{process}/statm").read_text().split()[1]) for process in family(pid))
    return pages * PAGE / 1e6
