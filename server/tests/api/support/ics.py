"""Reads a calendar from standard input with a parser that is none of ours; writes its events as JSON."""

import json
import sys
from datetime import timezone

from icalendar import Calendar

calendar = Calendar.from_ical(sys.stdin.buffer.read())
events = []
for event in calendar.walk("VEVENT"):
    start, end = event.decoded("DTSTART"), event.decoded("DTEND")
    assert start.tzinfo and end.tzinfo and event.decoded("DTSTAMP").tzinfo, "times without their zone"
    events.append(
        {
            "method": str(calendar["METHOD"]),
            "uid": str(event["UID"]),
            "sequence": int(event["SEQUENCE"]),
            "start": start.astimezone(timezone.utc).isoformat(),
            "minutes": int((end - start).total_seconds() / 60),
            "summary": str(event["SUMMARY"]),
            "location": str(event.get("LOCATION", "")),
            "status": str(event["STATUS"]),
            "organizer": str(event["ORGANIZER"].params["CN"]),
            "attendee": str(event.get("ATTENDEE", "")),
        }
    )
json.dump(events, sys.stdout)
