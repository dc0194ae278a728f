"""Regulators' lists as files, small and made up: EMA's table as XLSX and JSON, FDA's Purple Book as CSV."""

import csv
import io
import json
import zipfile
from pathlib import Path

from openpyxl import Workbook

from therapies.importing.columns import normalise

# The 39 headings of EMA's table of 2026, in their order; two of them hold a line break.
HEADINGS = (
    "Category", "Name of medicine", "EMA product number", "Medicine status", "Opinion status",
    "Latest procedure affecting product information", "International non-proprietary name (INN) / common name",
    "Active substance", "Therapeutic area (MeSH)", "Species\n(veterinary)", "Patient safety", "ATC code (human)",
    "ATCvet code (veterinary)", "Pharmacotherapeutic group\n(human)", "Pharmacotherapeutic group\n(veterinary)",
    "Therapeutic indication", "Accelerated assessment", "Additional monitoring", "Advanced therapy", "Biosimilar",
    "Conditional approval", "Exceptional circumstances", "Generic or hybrid", "Orphan medicine",
    "PRIME: priority medicine", "Marketing authorisation developer / applicant / holder",
    "European Commission decision date", "Start of rolling review date", "Start of evaluation date",
    "Opinion adopted date", "Withdrawal of application date", "Marketing authorisation date",
    "Refusal of marketing authorisation date",
    "Withdrawal / expiry / revocation / lapse of marketing authorisation date",
    "Suspension of marketing authorisation date", "Revision number", "First published date", "Last updated date",
    "Medicine URL",
)  # fmt: skip
AUTHORISED_ON = "Marketing authorisation date"
ENDED_ON = "Withdrawal / expiry / revocation / lapse of marketing authorisation date"
REFUSED_ON = "Refusal of marketing authorisation date"
APPLICATION_WITHDRAWN_ON = "Withdrawal of application date"
SUSPENDED_ON = "Suspension of marketing authorisation date"

PURPLE_HEADINGS = (
    "N/R/U", "Applicant", "BLA Number", "Proprietary Name", "Proper Name", "BLA Type", "Strength", "Dosage Form",
    "Route of Administration", "Product Presentation", "Marketing Status", "Licensure", "Approval Date",
    "Ref. Product Proper Name", "Ref. Product Proprietary Name", "Supplement Number", "Submission Type",
    "License Number", "Product Number", "Center", "Date of First Licensure", "Exclusivity Expiration Date",
)  # fmt: skip


def ema_line(name="Exampla", number="EMEA/H/C/009001", **changes) -> dict:
    """Return one authorised advanced therapy as EMA lists it, by heading; ``changes`` are given as a dictionary too."""
    line = {
        "Category": "Human",
        "Name of medicine": name,
        "EMA product number": number,
        "Medicine status": "Authorised",
        "International non-proprietary name (INN) / common name": f"{name.lower()}gene testvec",
        "Active substance": f"{name.lower()}gene testvec",
        "Therapeutic area (MeSH)": "Lymphoma, Large B-Cell, Diffuse; Leukemia",
        "Advanced therapy": "Yes",
        "Conditional approval": "No",
        "Exceptional circumstances": "No",
        "Marketing authorisation developer / applicant / holder": "Example Pharma B.V.",
        AUTHORISED_ON: "23/08/2018",
        "Revision number": 17,
        "Last updated date": "12/03/2026",
        "Medicine URL": f"https://www.ema.example/{normalise(name)}",
    }
    return {**dict.fromkeys(HEADINGS), **line, **changes}


def other_line(**changes) -> dict:
    """Return a medicine that is no advanced therapy."""
    return ema_line(**{"name": "Aspirina", "number": "EMEA/H/C/000001", "Advanced therapy": "No", **changes})


def write_ema_xlsx(path: Path, lines, *, headings=HEADINGS, header_row=9, rename=None, change=None) -> Path:
    """Write EMA's table; ``rename`` maps headings to other words, ``change`` gets the sheet before it is saved."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Medicine"
    if header_row > 1:
        words = "Output automatically generated from content on www.ema.europa.eu on:"
        sheet.append(["Content type:", "Medicine", words, "14/03/2026 - 06:00"])
    for place, heading in enumerate(headings, start=1):
        sheet.cell(header_row, place, (rename or {}).get(heading, heading))
    for row, line in enumerate(lines, start=header_row + 1):
        for place, heading in enumerate(headings, start=1):
            sheet.cell(row, place, line.get(heading))
    if change is not None:
        change(sheet)
    workbook.save(path)
    return path


def write_ema_json(path: Path, lines, *, timestamp="2026-03-14T05:00:00Z") -> Path:
    """Write EMA's table in its other form: the same values, all of them texts."""
    data = [{normalise(heading): "" if cell is None else str(cell) for heading, cell in line.items()} for line in lines]
    path.write_text(json.dumps({"meta": {"total_records": len(data), "timestamp": timestamp}, "data": data}))
    return path


def with_part(path: Path, name: str, content: bytes, target: Path) -> Path:
    """Copy a package with one of its parts replaced, or added."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part.filename))
        new.writestr(name, content)
    return target


def sheet_of(path: Path) -> str:
    """Return the first sheet of a package as it is written there."""
    with zipfile.ZipFile(path) as package:
        return package.read("xl/worksheets/sheet1.xml").decode()


def licence_line(name="Exampla", number="125999", **changes) -> dict:
    """Return one licensed product as the Purple Book lists it, by heading."""
    line = {
        "Applicant": "Example Pharma, Inc.",
        "BLA Number": number,
        "Proprietary Name": name,
        "Marketing Status": "Rx",
        "Licensure": "Licensed",
        "Approval Date": "30-Aug-17",
        "Date of First Licensure": "30-Aug-17",
        "Center": "CBER",
    }
    return {**dict.fromkeys(PURPLE_HEADINGS, ""), **line, **changes}


def write_purple_book(path: Path, lines, *, headings=PURPLE_HEADINGS, changed=()) -> Path:
    """Write a monthly download: a byte-order mark, the section of what changed, then the whole list."""
    written = io.StringIO()
    writer = csv.writer(written)
    for title, rows in (("Purple Book changes", changed), ("Purple Book database", lines)):
        writer.writerow([title])
        writer.writerow(headings)
        writer.writerows([row.get(heading, "") for heading in headings] for row in rows)
    path.write_text(written.getvalue(), encoding="utf-8-sig")
    return path
