"""product.txt, tests.txt, pieces.txt → moved.csv, pieces.csv (the order of rows is the order of merging)."""
import collections, csv
from pathlib import Path

HERE = Path(__file__).resolve().parent
rows = []
for name in ("product.txt", "tests.txt"):
    for line in (HERE / name).read_text().splitlines():
        line = line.split("#")[0].strip()
        if line:
            old, new = line.split()
            rows.append((old + ".py", "" if new == "-" else new + ".py"))
assert len({old for old, _ in rows}) == len(rows), [o for o, n in collections.Counter(o for o, _ in rows).items() if n > 1]
merged = {n for n, k in collections.Counter(x for _, x in rows).items() if n and k > 1}
with (HERE / "moved.csv").open("w") as out:
    w = csv.writer(out, lineterminator="\n")
    w.writerow(("old", "new"))
    w.writerows(r for r in rows if r[0] != r[1] or r[1] in merged)
with (HERE / "pieces.csv").open("w") as out:
    w = csv.writer(out, lineterminator="\n")
    w.writerow(("old", "names", "new"))
    for line in (HERE / "pieces.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            a, n, b = (x.strip() for x in line.split("|"))
            w.writerow((a + ".py", n, b + ".py"))
print(len(rows), "rows; merged:", len(merged))
