"""The same rows written straight into the same PostgreSQL by libpq: prepared, one statement a commit."""
import ctypes, ctypes.util, os, threading, time

from site_under_test import Failed

libpq = ctypes.CDLL(ctypes.util.find_library("pq") or "libpq.so.5")
for name in ("PQconnectdb", "PQprepare", "PQexec", "PQexecPrepared"):
    getattr(libpq, name).restype = ctypes.c_void_p
libpq.PQresultErrorMessage.restype = ctypes.c_char_p
libpq.PQerrorMessage.restype = ctypes.c_char_p


class Rows:
    """What the aggregator stored of some reports, as the array parameters of one statement."""

    def __init__(self, site, count):
        columns = site.rows("""
            SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
            WHERE attrelid = 'report'::regclass AND attnum > 0 AND NOT attisdropped
              AND attname NOT IN ('practice_id', 'report_id', 'receipt_id', 'received_at') ORDER BY attnum""")
        names = [column["name"] for column in columns]
        # An array of arrays would be flattened.
        types = ["text" if column["type"].endswith("[]") else column["type"] for column in columns]
        values = ", ".join(f"array_agg({name}::{kind} ORDER BY n)::text" for name, kind in zip(names, types))
        sample = f"""
            (SELECT *, row_number() OVER () AS n
             FROM (SELECT * FROM report ORDER BY received_at, report_id LIMIT {count}) AS first) AS r"""
        found = site.rows(f"SELECT to_json(ARRAY[{values}]) AS report FROM {sample}")[0]["report"]
        found += site.rows(f"""
            SELECT to_json(ARRAY[array_agg(n)::text, array_agg(envelope)::text]) AS envelopes
            FROM {sample} JOIN sealed_envelope USING (practice_id, report_id, revision)""")[0]["envelopes"]
        self.count = count
        self.parameters = [(value or "{}").encode() for value in found]
        practice = site.rows("SELECT min(practice_id) AS id FROM practice")[0]["id"]
        arrays = ", ".join(f"${place + 2}::{kind}[]" for place, kind in enumerate(types))
        last = len(types) + 1
        revision = f"(${names.index('revision') + 2}::smallint[])[n]"
        chosen = ", ".join(
            f"{name}::{column['type']}" for name, column in zip(names, columns))
        self.statement = f"""
            WITH report_row AS (
                INSERT INTO report (practice_id, report_id, {', '.join(names)})
                SELECT {practice}, report_id, {chosen}
                FROM unnest($1::uuid[], {arrays}) AS r (report_id, {', '.join(names)})
                ON CONFLICT DO NOTHING)
            INSERT INTO sealed_envelope (practice_id, report_id, revision, envelope)
            SELECT {practice}, ($1::uuid[])[n], {revision}, envelope
            FROM unnest(${last + 1}::int[], ${last + 2}::bytea[]) AS e (n, envelope)"""


class Writer(threading.Thread):
    def __init__(self, database, rows, end):
        super().__init__()
        self.rows, self.end, self.times, self.failure = rows, end, [], None
        self.connection = ctypes.c_void_p(libpq.PQconnectdb(database.encode()))
        self.check(libpq.PQprepare(self.connection, b"w", rows.statement.encode(), 0, None))

    def check(self, result):
        result = ctypes.c_void_p(result)
        message = libpq.PQresultErrorMessage(result)
        libpq.PQclear(result)
        if message:
            raise Failed(message.decode())

    def run(self):
        try:
            self.write()
        except Failed as failure:
            self.failure = failure
        libpq.PQfinish(self.connection)

    def write(self):
        parameters = self.rows.parameters
        values = (ctypes.c_char_p * (len(parameters) + 1))(None, *parameters)
        while (begin := time.monotonic()) < self.end:
            bits = os.urandom(16 * self.rows.count).hex()
            values[0] = ("{" + ",".join(bits[at:at + 32] for at in range(0, len(bits), 32)) + "}").encode()
            self.check(libpq.PQexecPrepared(self.connection, b"w", len(values), values, None, None, 0))
            self.times.append(time.monotonic() - begin)


def write(site, rows, connections, seconds):
    """Reports a second and latencies in ms."""
    begin = time.monotonic()
    writers = [Writer(site.database, rows, begin + seconds) for _ in range(connections)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        if writer.failure:
            raise writer.failure
    times = sorted(taken for writer in writers for taken in writer.times)
    seconds = time.monotonic() - begin
    return {"rate": len(times) * rows.count / seconds, "p50": times[len(times) // 2] * 1e3,
            "p99": times[len(times) * 99 // 100] * 1e3}
