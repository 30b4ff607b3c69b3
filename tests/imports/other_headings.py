"""Other ordinary headings for the columns of the public records, and layouts made with them."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"
Words = Mapping[str, str]

FILES = {
    "activities": "engagement_log.csv",
    "stakeholders": "stakeholders.csv",
    "forums": "forums.csv",
    "meetings": "meetings.csv",
    "you-said-we-did": "you_said_we_did.csv",
    "population": "population_wolverhampton.csv",
}

# Heading of the file: (the field it fills, headings looked at while the guess was tuned, headings kept back).
HEADINGS: Mapping[str, Mapping[str, tuple[str, str, str]]] = {
    "activities": {
        "Ref": (
            "ref",
            "Log number; Activity ID; Our reference; Entry no.; Unique ref; Line no",
            "Record number; Engagement ref; Log ref; Identifier; Item no.; Event code",
        ),
        "CCG": (
            "body",
            "Organisation; Which CCG; NHS organisation; Led by; Commissioning organisation",
            (
                "Lead commissioner; Responsible CCG; On behalf of; Owner organisation; "
                "Commissioned by; Place / CCG"
            ),
        ),
        "Activity": (
            "title",
            "What; Engagement activity; Event title; Name; Piece of work; Description of activity",
            "Activity / event; What we ran; Engagement; Name of engagement; Session; Subject of engagement",
        ),
        "Date": (
            "starts",
            "When was it?; Date held; Date(s); Day; Took place on; Date from",
            "Date of engagement; Held on; Delivered on; Date it started; When it happened; Start of activity",
        ),
        "End date": (
            "ends",
            "Until; Closing date; Date to; Finished; Last day",
            "Closed on; End of activity; Completed on; Date closed; Ran until; Date of end",
        ),
        "Commissioning stage": (
            "stage",
            "Stage; Stage of the cycle; Cycle; Phase; Part of commissioning cycle",
            "Commissioning cycle; Phase of commissioning; Where in the cycle; Engagement stage; Cycle step",
        ),
        "Method": (
            "method",
            "Approach; Format; Type of activity; Type of engagement; Channel; How we engaged",
            "Activity type; Technique; Mechanism; Method used; Kind of event; How did we engage?",
        ),
        "Audience": (
            "audience",
            "Target group; Who we engaged; Who took part; Aimed at; Stakeholders; For whom",
            (
                "Intended audience; Who we spoke to; Communities; People we wanted to hear from; "
                "Who we talked to"
            ),
        ),
        "Venue": (
            "venue",
            "Held at; Where did it take place?; Site; Address; Location of event",
            "Where it took place; Place held; Building; Venue name; Where we went",
        ),
        "No. reached": (
            "reached",
            "Headcount; How many people; Number of participants; Footfall; Nos; People engaged",
            "Total people; No. of attendees; Number of responses; Count of people; People seen; Turnout",
        ),
        "Organisations involved": (
            "organisations",
            "Partners involved; Who else was there; Working with; Other organisations; In partnership with",
            (
                "Partner agencies; Organisations taking part; Delivered with; "
                "Groups and partners; Agencies involved"
            ),
        ),
        "Equality groups": (
            "equality_groups",
            "Protected groups reached; Equality; Characteristics; Seldom heard groups; EDI groups",
            (
                "Equalities; Protected characteristic groups; Diversity; "
                "Under-represented groups; 9 characteristics"
            ),
        ),
        "What people told us": (
            "heard",
            "Findings; What did people say?; Comments; Insight; Views given; Main points raised",
            (
                "What we were told; Feedback themes; Issues raised; Summary of feedback; "
                "Points made; What came out"
            ),
        ),
        "What we did": (
            "done",
            "What happened next; Response; Changes made; Impact; Actions as a result; What did we do?",
            (
                "Difference made; How we responded; What changed as a result; Follow up; Action; "
                "You said so we did"
            ),
        ),
        "Status": (
            "status",
            "RAG; Current position; State of play; Done?; Where we are; Activity status",
            "Stage reached; Status of activity; Position; Complete?; Progress to date; Current status",
        ),
        "Source": (
            "source",
            "Evidence; Where we found it; Reference document; Web page; Information source",
            "Source document; Taken from; Hyperlink; Evidence source; Origin; Weblink",
        ),
    },
    "stakeholders": {
        "Organisation": (
            "name",
            "Name; Organisation / group; Stakeholder organisation; Who; Company; Body",
            (
                "Contact organisation; Group or organisation; Stakeholders; "
                "Title of organisation; Agency; Partner"
            ),
        ),
        "Type": (
            "kind",
            "Category of stakeholder; Kind of organisation; Sector type; Classification; Group type",
            (
                "Stakeholder type; Type of group; What kind; Stakeholder category; Org type; "
                "Nature of organisation"
            ),
        ),
        "Area": (
            "area",
            "Borough; District; Covers; Patch; Geographical area; Locality covered",
            "Region; Where they work; Town or borough; Area served; Footprint; Based in",
        ),
        "Contact role": (
            "contact_role",
            "Who to contact; Main contact; Contact's role; Named role; Lead contact; Point of contact",
            "Contact person (role); Key contact; Job role; Contact's position; Role of contact; Lead officer",
        ),
        "Represents": (
            "represents",
            "Speaks for; Who they represent; Community; Voice of; Group represented; On behalf of",
            "Represents whom; Communities represented; Population represented; Speaks on behalf of; Interest",
        ),
        "Notes": (
            "notes",
            "Any other information; Additional notes; Other details; Comments; Further info; Memo",
            "Other information; More information; Further notes; Details; Extra; Other comments",
        ),
        "Source": (
            "source",
            "Source of information; Where we found them; Taken from; Evidence; Link to page",
            "Found in; Origin; Information from; Source document; Data source; Hyperlink",
        ),
    },
    "forums": {
        "Forum": (
            "name",
            "Group name; Committee; Title; Meeting; Name of the group; Panel or board",
            "Forum or group; Name of meeting; Board / committee; Network; Forum title; Which group",
        ),
        "CCG / area": (
            "body",
            "Organisation; Accountable to; NHS body; Whose; CCG or ICB; Parent body",
            "Commissioning organisation; Reports to; Host organisation; Run by; CCG area; Belongs to",
        ),
        "Type": (
            "kind",
            "Kind; Sort of meeting; Category; Group type; Type of group; Classification",
            "Forum type; Sort of group; Nature; What sort; Format; Category of forum",
        ),
        "How often": (
            "how_often",
            "Frequency of meetings; Regularity; Schedule; Meetings per year; When it meets",
            "Meeting pattern; How regularly; Cycle of meetings; Times a year; Meets every; Occurs",
        ),
        "Chair (role)": (
            "chair_role",
            "Chair; Chairperson; Who chairs; Led by; Chaired by (post)",
            "Chairman; Chair / lead; Role of chair; Chairing; Convenor; Chair of the group",
        ),
        "Membership": (
            "membership",
            "Who is on it; Who attends; Made up of; Membership includes; Representatives; Composition",
            "Who sits on it; Attendees; Who belongs; Group members; Participants; Member organisations",
        ),
        "Purpose": (
            "purpose",
            "Aim; What it does; Objectives; Function; Why it exists; Terms of reference",
            "Aims and purpose; What the group does; Reason; Scope; Role of the group; Responsibilities",
        ),
        "Source": (
            "source",
            "Evidence; Web page; Where found; Taken from; Link to minutes",
            "Information source; Found at; Origin; Website link; Source document",
        ),
    },
    "meetings": {
        "Forum": (
            "forum",
            "Which group; Committee name; Group / forum; Name of meeting; Meeting of; Panel name",
            "Forum name; Which meeting; Name of committee; Board / panel; Group that met; Title of meeting",
        ),
        "Meeting date": (
            "when",
            "Date held; Met on; Day of meeting; Held; Date and time",
            "Took place; Meeting held on; Date met; Meeting day; Sitting",
        ),
        "Venue": (
            "venue",
            "Where it was held; Held at; Meeting place; Room; Site",
            "Meeting venue; Place of meeting; Address; Where they met; Location / link",
        ),
        "Attended": (
            "attended",
            "Number present; How many attended; Present; Headcount; People there; Turnout",
            "Attendance figure; No. present; Number of people; Attendees (number); Total attendance",
        ),
        "Main items": (
            "main_items",
            "Subjects discussed; Agenda topics; What was discussed; Business; Key items; Discussion",
            "Items discussed; Main topics; Matters considered; Discussed; On the agenda; Subjects",
        ),
        "Decisions / actions": (
            "outcome",
            "Outcomes; Agreed; Resolutions; What was decided; Action points; Actions agreed",
            "Decisions made; What was agreed; Resolved; Results; Actions arising; Decision",
        ),
        "Next meeting": (
            "next_words",
            "Next date; Date of next; Meets again; Next one; Following meeting",
            "Next due; When next; Next session; Next scheduled meeting; Reconvenes",
        ),
        "Source": (
            "source",
            "Minutes; Evidence; Link to papers; Taken from; Where recorded",
            "Papers; Information source; Found at; Hyperlink; Source document",
        ),
    },
    "you-said-we-did": {
        "Ref": (
            "ref",
            "Item; Number; Our ref; Unique ID; Entry; Line",
            "Item number; Record ID; Log no; Identifier; Feedback ref; Reference code",
        ),
        "CCG": (
            "body",
            "NHS body; Who we are; Which organisation; Lead organisation; NHS organisation",
            "Commissioning body; Responsible body; Which CCG; Owner; Told to; Local NHS",
        ),
        "When": (
            "when",
            "Month received; Date received; Time period; Date of feedback; Year",
            "Date given; Received; When was it said; Date logged; When said; Date raised",
        ),
        "Topic": (
            "topic",
            "Area of feedback; Category; Service or theme; Matter; Heading; What about",
            "Concerning; Theme of feedback; Subject area; Regarding; Issue area; Title",
        ),
        "You said": (
            "said",
            "Patient comment; Your feedback; Concern; What was raised; You told us; Views",
            "Issue raised; Patients said; What patients told us; The public said; Suggestion; Your views",
        ),
        "We did": (
            "did",
            "Action; What happened; Our action; Reply; How we responded; So we",
            "What we have done; What we are doing; Actions; Changes made; Result; Our reply",
        ),
        "Status": (
            "answer",
            "Progress so far; Complete?; RAG status; Current position; Stage; Action status",
            "Position; Is it done?; Current status; Response status; Outcome status; Where we are",
        ),
        "Source": (
            "source",
            "Evidence; Where published; Web page; Taken from; Information source",
            "Published at; Weblink; Origin; Source document; Found at",
        ),
    },
    "population": {
        "characteristic": (
            "characteristic",
            "Protected group; Measure; Variable; Theme; Dimension; Equality strand",
            "Demographic; Indicator; Equality characteristic; Profile topic; Strand; Type",
        ),
        "category": (
            "category",
            "Sub-group; Population group; Value; Band; Response; Breakdown",
            "Subcategory; Level; Group within; Description; Class; Option",
        ),
        "count": (
            "count",
            "Number of people; Population; Persons; Headcount; n; Total",
            "No. of residents; Usual residents; Figure; Resident population; Observations; How many",
        ),
        "percent": (
            "percent",
            "% of population; Proportion; Rate; Pct; Share of residents; As %",
            "Percentage of residents; % of total; Proportion (%); Percent of people; Prevalence",
        ),
        "source": (
            "source",
            "Data source; Dataset; Origin; Where from; Table; Reference",
            "Source of data; Taken from; Published in; Data set; Citation; From",
        ),
        "year": (
            "year",
            "Date; Census; Period; Year of data; Reference year; As at",
            "Data year; Time period; Year of census; Date of figures; Year counted; Collected in",
        ),
        "note": (
            "note",
            "Comment; Caveat; Remarks; Footnote; Coverage; Geography note",
            "Comments; Limitations; Explanation; Further detail; Warning; Additional notes",
        ),
    },
}
EXTRA = {
    "Officer": ("J", "K", "L", "JK"),
    "Budget code": ("4711", "4712", "8800", "9120"),
    "Catering ordered": ("yes", "no", "no", "yes"),
    "Approved by comms": ("Y", "N", "Y", "Y"),
    "Printing cost": ("£120.00", "£45.50", "£80.00", "£15.25"),
    "Folder": ("S:/2018/a", "S:/2018/b", "S:/2019/a", "S:/2019/c"),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet somebody might keep: its headings, its rows, and the field that each heading stands for."""

    kind: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    meant: tuple[str | None, ...]


def all_headings() -> list[str]:
    return [
        heading
        for columns in HEADINGS.values()
        for _field, tuned_on, kept_back in columns.values()
        for heading in f"{tuned_on}; {kept_back}".split("; ")
    ]


def layouts(seed: int, number: int, *, kept_back: bool) -> list[Layout]:
    """So many layouts of each of the files: other headings, other order, a few columns less or more."""
    dice = random.Random(seed)
    return [_layout(kind, dice, 2 if kept_back else 1) for kind in FILES for _ in range(number)]


def _layout(kind: str, dice: random.Random, words: int) -> Layout:
    rows = _rows(kind)
    names = [name for name in HEADINGS[kind] if name == next(iter(HEADINGS[kind])) or dice.random() > 0.1]
    columns: list[tuple[str, str | None, list[str]]] = []
    for name in names:
        heading = dice.choice(HEADINGS[kind][name][words].split("; "))
        if heading.casefold() not in {taken.casefold() for taken, _, _ in columns}:
            columns.append((heading, HEADINGS[kind][name][0], [row[name] for row in rows]))
    further = dice.sample(list(EXTRA), dice.randrange(3))
    columns += [(heading, None, [dice.choice(EXTRA[heading]) for _ in rows]) for heading in further]
    dice.shuffle(columns)
    header, meant, cells = zip(*columns, strict=True)
    return Layout(kind, header, tuple(zip(*cells, strict=True)), meant)


@cache
def _rows(kind: str) -> tuple[Words, ...]:
    encoding = "cp1252" if kind == "stakeholders" else "utf-8-sig"
    with (DATA / FILES[kind]).open(encoding=encoding, newline="") as file:
        return tuple(csv.DictReader(file))
