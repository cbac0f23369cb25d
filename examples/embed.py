"""The Python API: a live working memory in which one figure is corrected, and the decision follows."""

from datetime import date
from pathlib import Path

import ntm_rules as ntm

library = ntm.load_library()
dossier = ntm.read_dossier(Path(__file__).parent / "tam-duong-2024", library)
program = ntm.compile("vn/civilised-township", date(2024, 3, 31), library)
town = dossier.units.of_kind("township")[0]
full = ntm.Fact(town.code, "clean_water_households", 100, date(2024, 3, 31), "UBND thị trấn Tam Đường (minh họa)")

with ntm.Session(program, dossier.units, dossier.statements) as session:
    print(session.matcher, session.outcome(town.code, "vn/civilised-township#3.3").value)
    short = next(one for one in session.statements() if getattr(one, "measure", "") == "clean_water_households")
    for change in session.correct(short, full):
        print(change.rule, change.before.value, "->", change.after.value)
    print(ntm.explain(session.decision(town.code, "vn/civilised-township#3.3"), library, dossier.units, "en"))
