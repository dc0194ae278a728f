"""Small studies in the shape that ClinicalTrials.gov sends, written by hand, for tests."""

import json


def study(
    number="NCT01234567", *, status="RECRUITING", title="A Study of CAR-T Cells", changed="2026-03-01",
    version="2026-03-25", sites=None, eligibility="Inclusion Criteria:\n\n* Age \\>= 18",
    interventions=("CD19 CAR-T cells",), conditions=("Lymphoma",), aliases=(), secondary=(), modules=None, **statuses,
):  # fmt: skip
    """Return a study; ``modules`` replaces whole modules by name, ``statuses`` adds to the module of dates."""
    sites = [{"facility": "A Hospital", "city": "London", "country": "United Kingdom"}] if sites is None else sites
    protocol = {
        "identificationModule": {
            "nctId": number,
            "briefTitle": title,
            "officialTitle": f"{title}, in Full",
            **({"nctIdAliases": list(aliases)} if aliases else {}),
            **({"secondaryIdInfos": [{"id": text} for text in secondary]} if secondary else {}),
        },
        "statusModule": {
            "overallStatus": status,
            "startDateStruct": {"date": "2025-01", "type": "ACTUAL"},
            "completionDateStruct": {"date": "2028-06", "type": "ESTIMATED"},
            "lastUpdatePostDateStruct": {"date": changed, "type": "ACTUAL"},
            **statuses,
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "University of Example", "class": "OTHER"}},
        "conditionsModule": {"conditions": list(conditions)},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": ["PHASE1", "PHASE2"],
            "enrollmentInfo": {"count": 24, "type": "ESTIMATED"},
        },
        "armsInterventionsModule": {"interventions": [{"type": "BIOLOGICAL", "name": name} for name in interventions]},
        "eligibilityModule": {"eligibilityCriteria": eligibility, "minimumAge": "18 Years", "sex": "ALL"},
        "contactsLocationsModule": {"locations": sites},
    }
    protocol.update(modules or {})
    return {
        "protocolSection": protocol,
        "derivedSection": {"miscInfoModule": {"versionHolder": version}},
        "hasResults": False,
    }


def write(path, content):
    """Write JSON to a path and return the path."""
    path.write_text(json.dumps(content))
    return path
